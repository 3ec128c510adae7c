"""Watches what every progress dialog of a test says: what has ended well says nothing of stopping."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ganbu_desktop.desktop.kit.tasks import ProgressDialog


@pytest.fixture(autouse=True)
def task_texts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail where a dialog that nobody stopped speaks of stopping, or stays open after its work."""
    faults: list[str] = []
    dismiss = ProgressDialog.dismiss

    def watched(dialog: ProgressDialog) -> None:
        was_stopped = dialog._progress.stopping()
        dismiss(dialog)
        if not was_stopped and ("停" in dialog._text.text() or dialog._progress.stopping()):
            faults.append(f"“{dialog.windowTitle()}” ended well and says “{dialog._text.text()}”")
        if dialog.isVisible():
            faults.append(f"“{dialog.windowTitle()}” stays open after its work")

    monkeypatch.setattr(ProgressDialog, "dismiss", watched)
    yield
    assert faults == []
