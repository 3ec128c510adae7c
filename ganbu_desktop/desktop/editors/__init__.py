"""Editors generated from field descriptions: single inputs, forms, ledgers."""

from ganbu_desktop.desktop.editors.by_kind import editor_for
from ganbu_desktop.desktop.editors.choices import references_for
from ganbu_desktop.desktop.editors.form import RecordForm
from ganbu_desktop.desktop.editors.inputs import Editor
from ganbu_desktop.desktop.editors.ledger import Ledger
from ganbu_desktop.desktop.editors.people import People
from ganbu_desktop.desktop.editors.references import References

__all__ = ["Editor", "Ledger", "People", "RecordForm", "References", "editor_for", "references_for"]
