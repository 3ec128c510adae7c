"""Editors generated from field descriptions: single inputs, forms, ledgers."""

from ganbu_desktop.desktop.kit.editors.by_kind import editor_for
from ganbu_desktop.desktop.kit.editors.choices import references_for
from ganbu_desktop.desktop.kit.editors.form import RecordForm
from ganbu_desktop.desktop.kit.editors.inputs import Editor
from ganbu_desktop.desktop.kit.editors.ledger import Ledger
from ganbu_desktop.desktop.kit.editors.people import People
from ganbu_desktop.desktop.kit.editors.references import References

__all__ = ["Editor", "Ledger", "People", "RecordForm", "References", "editor_for", "references_for"]
