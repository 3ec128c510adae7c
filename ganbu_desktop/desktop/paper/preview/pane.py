"""The true preview: pages as they will be printed, with zoom, page by page, and what is wrong on them marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.widgets import EmptyState, Notice, text_label, tool_button
from ganbu_desktop.desktop.paper.preview.paint import PaperFonts, cells_of, page_of, paint_page
from ganbu_desktop.foundation.findings import Finding
from ganbu_desktop.kernel.forms.sheets import FontBook, PlacedCell, PlacedPage

ZOOMS = (50, 75, 100, 125, 150, 200)
_FIT = "适合宽度"
_WHOLE = "整页"
_MARGIN = 12


class PageView(QWidget):
    """One sheet of paper on the desk's ground; marked cells get a frame."""

    def __init__(self) -> None:
        """Start without a page."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("打印预览")
        self._page: PlacedPage | None = None
        self._fonts: PaperFonts | None = None
        self._scale = 3.78
        self._picture: QPixmap | None = None
        self._marked: list[PlacedCell] = []
        self._chosen: list[PlacedCell] = []

    def show_page(self, page: PlacedPage | None, fonts: PaperFonts | None, marked: Sequence[PlacedCell]) -> None:
        """Show another page."""
        self._page, self._fonts, self._marked, self._chosen = page, fonts, list(marked), []
        self._picture = None
        self._fit()

    def set_scale(self, pixels_per_mm: float) -> None:
        """Show at another size."""
        if abs(pixels_per_mm - self._scale) > 0.001:
            self._scale = pixels_per_mm
            self._picture = None
            self._fit()

    def choose(self, cells: Sequence[PlacedCell]) -> QRect:
        """Mark cells strongly and return where the first stands."""
        self._chosen = list(cells)
        self.update()
        return self._rect(cells[0]).toRect() if cells else QRect()

    def _fit(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """Return paper and margin."""
        if self._page is None:
            return QSize(0, 0)
        frame = self._page.frame
        return QSize(
            round(frame.width_mm * self._scale) + 2 * _MARGIN, round(frame.height_mm * self._scale) + 2 * _MARGIN
        )

    def _rect(self, cell: PlacedCell) -> QRectF:
        f, s = cell.frame, self._scale
        return QRectF(_MARGIN + f.x_mm * s, _MARGIN + f.y_mm * s, f.width_mm * s, f.height_mm * s)

    def picture(self) -> QPixmap:
        """Return the painted paper, painted once for each page and size."""
        assert self._page is not None
        assert self._fonts is not None
        if self._picture is None:
            ratio = self.devicePixelRatioF()
            frame = self._page.frame
            size = QSize(round(frame.width_mm * self._scale * ratio), round(frame.height_mm * self._scale * ratio))
            picture = QPixmap(size)
            picture.fill(Qt.GlobalColor.white)
            painter = QPainter(picture)
            paint_page(painter, self._page, self._fonts, self._scale * ratio)
            painter.end()
            picture.setDevicePixelRatio(ratio)
            self._picture = picture
        return self._picture

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw shadow, paper and marks."""
        if self._page is None:
            return
        painter = QPainter(self)
        paper = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.fillRect(paper.translated(2, 3), QColor(0, 0, 0, 38))
        painter.drawPixmap(QPoint(_MARGIN, _MARGIN), self.picture())
        painter.setPen(QPen(QColor(theme.colours().line_strong), 1))
        painter.drawRect(paper.adjusted(0, 0, -1, -1))
        for cell in self._marked:
            self._mark(painter, cell, strong=cell in self._chosen)

    def _mark(self, painter: QPainter, cell: PlacedCell, *, strong: bool) -> None:
        colour = QColor(theme.on_paper().error)
        ground = QColor(colour)
        ground.setAlpha(46 if strong else 20)
        painter.fillRect(self._rect(cell), ground)
        painter.setPen(QPen(colour, 3 if strong else 1.5))
        painter.drawRect(self._rect(cell))


class _Scroll(QScrollArea):
    """Scrolls the paper; Ctrl and the wheel zoom, PageUp and PageDown turn, dragging moves."""

    turned = Signal(int)
    zoomed = Signal(int)
    resized = Signal()

    def __init__(self, view: PageView) -> None:
        super().__init__()
        self.setWidget(view)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("desk")
        self.setStyleSheet(f"#desk {{ background: {theme.colours().line}; border-radius: 4px; }}")
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName("打印预览")
        self._held: QPoint | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        down, up = Qt.Key.Key_PageDown, Qt.Key.Key_PageUp
        if event.key() == down and bar.value() == bar.maximum():
            self.turned.emit(1)
            bar.setValue(0)
        elif event.key() == up and bar.value() == 0:
            self.turned.emit(-1)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            step = event.position().toPoint() - self._held
            self._held = event.position().toPoint()
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - step.y())
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - step.x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class PreviewPane(QWidget):
    """Pages with their bar and the list 本页问题. ``sheet_turned`` asks for the document before or after.

    ``offer_taken`` comes from the button that is shown beside the first sentence.
    """

    sheet_turned = Signal(int)
    offer_taken = Signal()

    def __init__(self, nothing: str, offer: str = "") -> None:
        """Start empty, with the sentence ``nothing`` and, where there is an ``offer``, its button."""
        super().__init__()
        self.pages: tuple[PlacedPage, ...] = ()
        self.findings: tuple[Finding, ...] = ()
        self._fonts: PaperFonts | None = None
        self._page = 0
        self._starts_at_end = False
        self.view = PageView()
        self.area = _Scroll(self.view)
        self.area.turned.connect(self.turn)
        self.area.zoomed.connect(self._step_zoom)
        self.area.resized.connect(self._apply_zoom)
        self.title = text_label()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.title.setMinimumWidth(theme.pixels(48))
        self.place = text_label()
        self.zoom = QComboBox()
        self.zoom.setAccessibleName("缩放")
        self.zoom.addItems([_FIT, _WHOLE, *(f"{zoom}%" for zoom in ZOOMS)])
        self.zoom.currentIndexChanged.connect(lambda _row: self._apply_zoom())
        self.notice = Notice()
        self.problems = QListWidget()
        self.problems.setAccessibleName("本页问题")
        self.problems.currentRowChanged.connect(self._show_problem)
        self.problems.itemActivated.connect(lambda item: self._show_problem(self.problems.row(item)))
        self.empty = EmptyState(nothing, "print", offer, self.offer_taken.emit)
        self._nothing, self._offer = nothing, offer
        self._assemble()
        self.clear()

    def _assemble(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(theme.space(0.5))
        self.back = _bare("上一页", "left", "上一页（PageUp）", lambda: self.turn(-1))
        self.forward = _bare("下一页", "right", "下一页（PageDown）", lambda: self.turn(1))
        bar.addWidget(self.title, 1)
        for widget in (self.back, self.place, self.forward, self.zoom):
            bar.addWidget(widget)
        self._issue_title = text_label("本页问题", role="heading")
        issues = QWidget()
        column = QVBoxLayout(issues)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        column.addWidget(self._issue_title)
        column.addWidget(self.problems)
        self._issues = issues
        self._issues.setMaximumHeight(theme.pixels(130))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.notice)
        layout.addWidget(self._issues)

    # ---- documents

    def clear(self, text: str = "") -> None:
        """Show nothing but a sentence, without one the first."""
        self.pages, self.findings, self._page = (), (), 0
        self.empty.say(text or self._nothing)
        self.empty.button.setVisible(bool(self._offer) and not text)
        self._stack.setCurrentIndex(0)
        self.title.setText("")
        self.notice.clear()
        self._show_page()

    def show_document(
        self, pages: Sequence[PlacedPage], findings: Sequence[Finding], fonts: PaperFonts, title: str
    ) -> None:
        """Show a document from its first page, or from its last after turning back."""
        self.pages, self.findings, self._fonts = tuple(pages), tuple(findings), fonts
        self._page = len(self.pages) - 1 if self._starts_at_end else 0
        self._starts_at_end = False
        self.title.setText(title)
        self.title.setToolTip(title)
        self._stack.setCurrentIndex(1 if self.pages else 0)
        self._name_substitutes(fonts.book)
        self._show_page()
        self._apply_zoom()

    def _name_substitutes(self, book: FontBook) -> None:
        used = {cell.frame.family for page in self.pages for cell in page.cells if cell.lines}
        by_reason: dict[str, list[str]] = {}
        for found in book.substitutions(sorted(used)):
            by_reason.setdefault(found.reason, []).append(f"{found.wanted}用{found.used}")
        self.notice.say("hint", "；".join(f"{reason}：{'、'.join(fonts)}" for reason, fonts in by_reason.items()))

    def turn(self, step: int) -> None:
        """Go to the next or last page, beyond the ends to the next or last document."""
        new = self._page + step
        if 0 <= new < len(self.pages):
            self._page = new
            self._show_page()
            self.area.verticalScrollBar().setValue(0)
        elif self.pages:
            self._starts_at_end = step < 0
            self.sheet_turned.emit(step)

    def _show_page(self) -> None:
        self.place.setText(f"第 {self._page + 1} 页 / 共 {len(self.pages)} 页" if self.pages else "")
        for button in (self.back, self.forward, self.zoom):
            button.setEnabled(bool(self.pages))
        if not self.pages or self._fonts is None:
            self.view.show_page(None, None, ())
            self._fill_problems([])
            return
        page = self.pages[self._page]
        mine = self.findings_here()
        marked = [cell for finding in mine for cell in cells_of(page, finding, self._fonts.book)]
        self.view.show_page(page, self._fonts, marked)
        self._fill_problems(mine)

    def findings_here(self) -> list[Finding]:
        """Return what is wrong on the page on show; what is on no single page is told on the first."""
        if self._fonts is None:
            return []
        book = self._fonts.book
        return [f for f in self.findings if (page_of(self.pages, f, book) or 0) == self._page]

    def _fill_problems(self, findings: Sequence[Finding]) -> None:
        self.problems.blockSignals(True)
        self.problems.clear()
        for finding in findings:
            item = QListWidgetItem(icons.icon("warning", "warning"), finding.message)
            item.setToolTip(finding.message)
            item.setData(Qt.ItemDataRole.UserRole, finding)
            self.problems.addItem(item)
        self.problems.blockSignals(False)
        elsewhere = len(self.findings) - len(findings)
        more = f"，其他页还有 {elsewhere} 处" if elsewhere else ""
        self._issue_title.setText(f"本页问题 {len(findings)} 处{more}")
        self._issues.setVisible(bool(self.findings))

    def _show_problem(self, row: int) -> None:
        item = self.problems.item(row)
        if item is None or self._fonts is None or not self.pages:
            return
        finding = item.data(Qt.ItemDataRole.UserRole)
        where = self.view.choose(cells_of(self.pages[self._page], finding, self._fonts.book))
        if not where.isNull():
            self.area.ensureVisible(where.center().x(), where.center().y(), where.width(), where.height())

    # ---- size

    def _apply_zoom(self) -> None:
        if not self.pages:
            return
        frame = self.pages[self._page].frame
        inside = self.area.viewport().size()
        wanted = self.zoom.currentText()
        across = (inside.width() - 2 * _MARGIN - 4) / frame.width_mm
        down = (inside.height() - 2 * _MARGIN - 4) / frame.height_mm
        if wanted == _FIT:
            scale = across
        elif wanted == _WHOLE:
            scale = min(across, down)
        else:
            scale = self.logicalDpiX() / 25.4 * int(wanted.rstrip("%")) / 100
        self.view.set_scale(max(0.8, scale))

    def _step_zoom(self, step: int) -> None:
        first = self.zoom.count() - len(ZOOMS)
        row = self.zoom.currentIndex() if self.zoom.currentIndex() >= first else first + ZOOMS.index(100)
        self.zoom.setCurrentIndex(min(self.zoom.count() - 1, max(first, row + step)))


def _bare(text: str, icon: str, tip: str, run: Callable[[], object]) -> QWidget:
    button = tool_button(text, icon, tip, run)
    button.setAccessibleName(text)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    return button
