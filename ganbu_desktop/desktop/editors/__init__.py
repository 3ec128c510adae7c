"""Editors generated from field descriptions: single inputs, forms, ledgers."""

from ganbu_desktop.desktop.editors.form import RecordForm
from ganbu_desktop.desktop.editors.inputs import Editor, editor_for
from ganbu_desktop.desktop.editors.ledger import Ledger
from ganbu_desktop.desktop.editors.references import References

__all__ = ["Editor", "Ledger", "RecordForm", "References", "editor_for"]
