"""The exception families that decide what a person sees.

A ``GanbuError`` carries a Chinese text that may be shown as it stands: what happened, whether the data is safe,
what to do. Anything else that reaches the edge is a bug and goes to the crash report.
"""

from __future__ import annotations


class GanbuError(Exception):
    """Base of every error whose text may be shown to the clerk unchanged."""


class FieldError(GanbuError):
    """A text that a field cannot take; shown beside the field or in the cell."""


class CheckFailed(GanbuError):
    """An action whose conditions are not met; the text names the condition."""


class PermissionDenied(GanbuError):
    """The acting account has no right to this action."""


class NotFound(GanbuError):
    """The record asked for is not (or no longer) in the store."""


class UndoConflict(GanbuError):
    """A step cannot be undone because a record has changed since."""


class DataFileError(GanbuError):
    """The data file's own trouble: locked, read-only, full, damaged, too new. The world's fault, not ours."""


class WrongKey(DataFileError):
    """Password or recovery key does not open the store. Nothing has been changed."""


class DocumentError(GanbuError):
    """A form or workbook that cannot be laid out or written."""


class ExchangeError(GanbuError):
    """A file from outside that cannot be read; the text names file, sheet and cell where known."""


class WorkerError(GanbuError):
    """A helping process of the program did not start: nothing is known of the file that it was to read."""


class Cancelled(Exception):
    """The person asked to stop; everything done so far in this step has been rolled back."""
