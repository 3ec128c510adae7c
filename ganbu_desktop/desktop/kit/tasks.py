"""Work that takes time, off the window's thread: one thread writes the store, one reads it, one reads aside.

``TaskRunner.run(work, …)`` gives ``work`` a ``Progress``; results come back by signal in the window's thread and are
dropped when the widget that asked has died. After 300 ms a dialog names the step and offers to stop; stopping raises
``Cancelled`` inside the work, which rolls back. What became of a stop is said when it is known, never before.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets.basic import plain_button, text_label, timer
from ganbu_desktop.foundation.errors import Cancelled

T = TypeVar("T")
_log = logging.getLogger(__name__)
SHOW_AFTER_MS = 300
POLL_MS = 100


class Progress:
    """What the work reports and the dialog reads; safe between threads."""

    def __init__(self) -> None:
        """Start with nothing known."""
        self._lock = threading.Lock()
        self._state: tuple[int, int, str] = (0, 0, "")
        self._stop = threading.Event()

    def step(self, done: int, total: int, text: str = "") -> None:
        """Report ``done`` of ``total`` pieces; raises Cancelled when the person has asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        with self._lock:
            self._state = (done, total, text or self._state[2])

    def state(self) -> tuple[int, int, str]:
        """Return (done, total, text) as last reported."""
        with self._lock:
            return self._state

    def stop(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def stopping(self) -> bool:
        """Return whether a stop has been asked for."""
        return self._stop.is_set()


class Task(QObject, Generic[T]):
    """One piece of work under way."""

    ended = Signal(object)

    def __init__(self, title: str, progress: Progress, *, writes: bool) -> None:
        """Made by ``TaskRunner.run`` only."""
        super().__init__()
        self.title = title
        self.writes = writes
        self.progress = progress
        self.dialog: ProgressDialog | None = None
        self.future: Future[T] | None = None


class ProgressDialog(QDialog):
    """Names the running step, its share done, and offers to stop."""

    def __init__(self, title: str, progress: Progress, *, cancellable: bool, parent: QWidget | None) -> None:
        """Watch ``progress`` ten times a second."""
        super().__init__(parent)
        self._progress = progress
        self._cancellable = cancellable
        self._may_close = False
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self._text = text_label("正在处理…", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximum(0)
        self._bar.setAccessibleName(title)
        self._share = QLabel("")
        self._share.setProperty("role", "muted")
        self._button = plain_button("取消", "", self.reject)
        self._button.setVisible(cancellable)
        self._assemble()
        self._timer = timer(self, POLL_MS, self.update_state)
        self._timer.start()

    def _assemble(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(2))
        layout.setSpacing(theme.space(1.5))
        layout.addWidget(self._text)
        layout.addWidget(self._bar)
        foot = QHBoxLayout()
        foot.addWidget(self._share, 1)
        foot.addWidget(self._button)
        layout.addLayout(foot)
        self.setMinimumWidth(theme.pixels(440))

    def update_state(self) -> None:
        """Show what was reported last."""
        done, total, text = self._progress.state()
        if self._progress.stopping():
            self._text.setText("正在停下，请稍候…")
            return
        if text:
            self._text.setText(text)
        self._bar.setMaximum(total)
        self._bar.setValue(min(done, total))
        self._share.setText(f"{done:,} / {total:,}（{done * 100 // total}%）" if total else "")

    def reject(self) -> None:
        """Esc, the cross and 取消 all ask the work to stop; the dialog goes when it has.

        Qt calls this too when a dialog closes for good: what has ended is not asked to stop, and says nothing of it.
        """
        if self._may_close:
            super().reject()
        elif self._cancellable and not self._progress.stopping():
            self._progress.stop()
            self._button.setEnabled(False)
            self.update_state()

    def dismiss(self) -> None:
        """Close for good."""
        self._timer.stop()
        self._may_close = True
        self.close()
        self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Refuse to vanish while the work runs."""
        if not self._may_close:
            self.reject()
            event.ignore()
            return
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops."""
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
            return
        super().keyPressEvent(event)


class TaskRunner(QObject):
    """Runs work on a writing or a reading thread and hands results back to the window's thread."""

    busy_changed = Signal(bool)

    def __init__(
        self,
        *,
        failed: Callable[[QWidget | None, Exception], None],
        window: Callable[[], QWidget | None],
        say: Callable[[str], None] = lambda _text: None,
    ) -> None:
        """``failed`` shows an error nobody else takes; ``window`` gives the parent of the progress dialog.

        ``say`` tells what became of a stop.
        """
        super().__init__()
        self._failed = failed
        self._say = say
        self._window = window
        self._pools = {
            name: ThreadPoolExecutor(max_workers=1, thread_name_prefix=name) for name in ("writer", "reader", "aside")
        }
        self._running: list[Task[Any]] = []

    def run(
        self,
        work: Callable[[Progress], T],
        *,
        title: str,
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        finished: Callable[[], None] | None = None,
        context: QObject | None = None,
        writes: bool = True,
        quiet: bool = False,
        cancellable: bool = True,
        aside: bool = False,
    ) -> Task[T]:
        """Start ``work``; the same visible title is not started twice at a time (a double press does nothing).

        ``done`` gets the result, ``failed`` the exception (default: a message), ``finished`` runs last in any case,
        also after a stop. ``quiet`` work shows no dialog. ``aside``: a long read that lists need not wait for.
        """
        if not quiet:
            for other in self._running:
                if other.title == title:
                    return other
        task: Task[T] = Task(title, Progress(), writes=writes)
        keeper = context if context is not None else self
        task.ended.connect(
            lambda outcome: self._end(task, outcome, keeper, done, failed, finished), Qt.ConnectionType.QueuedConnection
        )
        self._running.append(task)
        self.busy_changed.emit(True)
        lane = "aside" if aside else "writer" if writes else "reader"
        task.future = self._pools[lane].submit(_work, task, work)
        if not quiet:
            QTimer.singleShot(SHOW_AFTER_MS, self, lambda: self._show(task, cancellable))
        return task

    def is_busy(self) -> bool:
        """Return whether any work is under way."""
        return bool(self._running)

    def close(self) -> None:
        """Stop what can be stopped and wait for the rest."""
        for task in self._running:
            task.progress.stop()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)

    def _show(self, task: Task[Any], cancellable: bool) -> None:
        if task in self._running and task.dialog is None:
            task.dialog = ProgressDialog(task.title, task.progress, cancellable=cancellable, parent=self._window())
            task.dialog.update_state()
            task.dialog.show()

    def _end(
        self,
        task: Task[Any],
        outcome: tuple[Any, BaseException | None],
        keeper: QObject,
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
        finished: Callable[[], None] | None,
    ) -> None:
        if task in self._running:
            self._running.remove(task)
        if task.dialog is not None and isValid(task.dialog):
            task.dialog.dismiss()
        self.busy_changed.emit(bool(self._running))
        if task.dialog is not None and task.progress.stopping():
            self._say(_of_the_stop(task, outcome[1]))
        if not isValid(keeper):
            return
        self._deliver(outcome, done, failed)
        if finished is not None and isValid(keeper):
            finished()

    def _deliver(
        self,
        outcome: tuple[Any, BaseException | None],
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
    ) -> None:
        result, error = outcome
        if error is None:
            if done is not None:
                done(result)
        elif isinstance(error, Cancelled):
            _log.info("stopped by the person")
        elif isinstance(error, Exception):
            if failed is not None:
                failed(error)
            else:
                self._failed(self._window(), error)
        else:
            raise error


def _of_the_stop(task: Task[Any], error: BaseException | None) -> str:
    """Say what became of a stop that a person asked for."""
    if error is None:
        return f"“{task.title}”已经做完，没有来得及停下"
    undone = "，做过的已全部撤回，数据没有改动" if task.writes and isinstance(error, Cancelled) else ""
    return f"已停止“{task.title}”{undone}"


def _work(task: Task[T], work: Callable[[Progress], T]) -> T:
    try:
        result = work(task.progress)
    except BaseException as error:
        task.ended.emit((None, error))
        raise
    task.ended.emit((result, None))
    return result
