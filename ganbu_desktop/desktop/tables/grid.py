"""Editing in a table: cells typed, filled, cleared, pasted and replaced, each gesture written as one step.

What is typed shows at once and is written a moment later. What cannot be written stays on show in red with why, until
it is typed right, Esc is pressed on it, or the table is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from ganbu_desktop.desktop.tables import keys
from ganbu_desktop.desktop.tables.chosen import Chosen, Span
from ganbu_desktop.desktop.tables.editing import NEW_ROW, CellEditing, Edit, Place, Refused, Written
from ganbu_desktop.desktop.tables.frozen import FrozenTableView
from ganbu_desktop.desktop.tables.model import PagedTableModel
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import FieldError, GanbuError
from ganbu_desktop.foundation.fields import Date
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.paste import Pasted, PastedCell

MOST_CELLS = 60_000
_AT_ONCE = 200
"""Edits written in the window's thread; more are written aside, with a dialog that can stop them."""


class Grid(QObject):
    """The edits of one table. The store's own undo takes each of them back."""

    def __init__(self, view: FrozenTableView, model: PagedTableModel, cells: CellEditing, desk: Desk) -> None:
        """``cells`` says what can be typed and writes it."""
        super().__init__(view)
        self.cells = cells
        self._view, self._model, self._desk = view, model, desk
        self._chosen = Chosen(view, model)
        self._typed: list[tuple[str, str, str]] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.write_typed)
        model.editing = cells
        model.typed.connect(self._take_typed)
        view.refused.connect(lambda why: desk.notify(why, "warning"))
        view.asked.connect(self._do)

    def _do(self, asked: str) -> None:
        acts = {
            keys.FILL_DOWN: self.fill_down,
            keys.FILL_RIGHT: self.fill_right,
            keys.CLEAR: self.clear,
            keys.PASTE: self.paste,
            keys.REPLACE: self.replace,
            keys.TODAY: self.type_today,
            keys.FORGET: self.forget_refused,
        }
        if asked in acts:
            acts[asked]()

    # ---- one cell

    def _take_typed(self, row_id: str, key: str, text: str) -> None:
        self._model.show_typed({(row_id, key): Refused(text, "")})
        self._typed.append((row_id, key, text))
        self._later.start(0)

    def write_typed(self) -> None:
        """Write what has been typed."""
        self._later.stop()
        typed, self._typed = self._typed, []
        if typed:
            self.put(typed, "修改")

    def type_today(self) -> None:
        """Write today's date into the current cell, where it takes dates."""
        index = self._view.currentIndex()
        field = self._model.field_at(index) if index.isValid() else None
        row_id = self._model.entry_at(index.row()) if index.isValid() else None
        if row_id is None or not isinstance(field, Date):
            self._desk.notify("这一格不是日期，不能填今天", "hint")
            return
        today = PartialDate.of(self._desk.office.today())
        self.put([(row_id, self._model.key(index.column()), field.format(today))], "修改")

    def forget_refused(self) -> None:
        """Show again what is stored in the chosen cells."""
        span = self._chosen.span()
        if span is not None and self._model.refused():
            places = [(self._model.id_at(row), key) for row in _rows(span) for key in self._keys(span)]
            self._model.forget_typed(places)

    # ---- many cells

    def _keys(self, span: Span) -> list[str]:
        return [self._model.key(column) for column in range(span.left, span.right + 1)]

    def _entries(self, span: Span) -> list[str]:
        return [i for row in _rows(span) if (i := self._model.entry_at(row)) is not None]

    def _spanned(self) -> Span | None:
        """Return the chosen rectangle, if it is not too large to be written at once."""
        span = self._chosen.span()
        if span is not None and span.height * span.width > MOST_CELLS:
            self._desk.notify(f"一次最多改 {MOST_CELLS:,} 格，请分几次选取", "warning")
            return None
        return span

    def fill_down(self) -> None:
        """Write the first chosen row's cells into the chosen cells below; of one row, what stands above it."""
        span = self._spanned()
        if span is None:
            return
        top = span.top - 1 if span.height == 1 else span.top
        entries = self._entries(Span(top, span.left, span.bottom, span.right)) if top >= 0 else []
        if len(entries) < 2:
            return
        columns = self._open_keys(self._keys(span))
        first = self.cells.texts(entries[:1], columns)
        self.put([(i, k, first[entries[0], k]) for i in entries[1:] for k in columns], "向下填充")

    def fill_right(self) -> None:
        """Write the first chosen column's cells into those at its right; of one column, the one before it."""
        span = self._spanned()
        if span is None:
            return
        left = span.left - 1 if span.width == 1 else span.left
        if left < 0:
            return
        source, entries = self._model.key(left), self._entries(span)
        columns = self._open_keys([self._model.key(c) for c in range(left + 1, span.right + 1)])
        kept = self.cells.texts(entries, [source])
        self.put([(i, k, kept.get((i, source), "")) for i in entries for k in columns], "向右填充")

    def clear(self) -> None:
        """Empty the chosen cells."""
        span = self._spanned()
        if span is not None:
            columns = self._open_keys(self._keys(span))
            self.put([(i, k, "") for i in self._entries(span) for k in columns], "清除")

    def _open_keys(self, columns: Sequence[str]) -> list[str]:
        """Return the columns that are typed into; says why when none of the chosen ones is."""
        found = [key for key in columns if self.cells.field(key) is not None]
        if not found and columns:
            self._desk.notify(self.cells.column_refusal(columns[0]), "warning")
        return found

    # ---- pasting

    def paste(self) -> None:
        """Paste the clipboard's block from the current cell on, over rows and below the last, after a preview."""
        mime = QGuiApplication.clipboard().mimeData()
        span, index = self._spanned(), self._view.currentIndex()
        if not mime.hasText() or not mime.text().strip():
            return
        columns = [column.key for column in self._model.shown_columns()]
        first = index.column() if index.isValid() else 0
        found = self.cells.read_block(mime.text(), columns[min(first, span.left if span else first) :])
        found.notices.extend(_merged(mime.html()))
        if len(found.rows) == 1 and len(found.rows[0]) == 1 and span is not None:
            self._paste_one(found, span)
            return
        top = span.top if span is not None else self._model.rowCount()
        self._paste_block(found, self._targets(top, len(found.rows)))

    def _paste_one(self, found: Pasted, span: Span) -> None:
        """Write one pasted cell into every chosen cell of its column; of several columns, into each."""
        ((key, cell),) = found.rows[0].items()
        entries = self._entries(span)
        if span.width == 1 and not cell.error:
            self._write([Edit(i, key, cell.text, cell.value) for i in entries], {}, "粘贴")
        else:
            self.put([(i, k, cell.text) for i in entries for k in self._open_keys(self._keys(span))], "粘贴")

    def _targets(self, top: int, count: int) -> list[str]:
        """Return the ids of the rows from ``top`` on that take a block; made-up ones below the last."""
        rows = range(max(0, top), self._model.rowCount())
        found = [i for row in rows[: count * 2] if (i := self._model.entry_at(row)) is not None][:count]
        return [*found, *(f"{NEW_ROW}{number}" for number in range(len(found), count))]

    def _paste_block(self, found: Pasted, targets: list[str]) -> None:
        from ganbu_desktop.desktop.ledger.paste_preview import PasteDialog  # loads when a block is pasted

        new = sum(target.startswith(NEW_ROW) for target in targets)
        if new and not self.cells.may_add:
            found.notices.append(f"下面没有行了，末尾 {new} 行没有粘贴")
            found.rows[:], targets = found.rows[: len(targets) - new], targets[: len(targets) - new]
            new = 0
        self._mark_lacking(found, targets)
        fields = {key: field for key in self._filled(found) if (field := self.cells.field(key)) is not None}
        titles = {column.key: column.title for column in self._model.source.columns}
        dialog = PasteDialog(self._view.window(), found, fields, into=(len(targets) - new, new), titles=titles)
        wanted = dialog.exec()
        dialog.deleteLater()
        if not wanted:
            return
        edits, refused = list[Edit](), dict[Place, Refused]()
        for row_id, row in zip(targets, found.rows, strict=False):
            for key, cell in row.items():
                if cell.error:
                    refused[row_id, key] = Refused(cell.text, cell.error)
                elif not row_id.startswith(NEW_ROW) or cell.value is not None:
                    edits.append(Edit(row_id, key, cell.text, cell.value))
        self._write(edits, refused, "粘贴")

    def _mark_lacking(self, found: Pasted, targets: Sequence[str]) -> None:
        """Put a wrong cell where a new row lacks what it cannot be without."""
        titles = {column.key: column.title for column in self._model.source.columns}
        for row_id, row in zip(targets, found.rows, strict=False):
            if row_id.startswith(NEW_ROW) and row:
                for key in self.cells.needed():
                    cell = row.get(key)
                    if cell is None or (cell.value is None and not cell.error):
                        row[key] = PastedCell("", error=f"请填写{titles.get(key, '')}；缺这一格，这一行不能新增")

    def _filled(self, found: Pasted) -> list[str]:
        filled = {key for row in found.rows for key in row}
        return [column.key for column in self._model.source.columns if column.key in filled]

    # ---- replacing

    def replace(self) -> None:
        """Open the dialog that finds and replaces."""
        from ganbu_desktop.desktop.tables.replace import ReplaceDialog  # loads when it is wanted

        dialog = ReplaceDialog(self._view.window(), self, self._model, self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # ---- writing

    def put(self, typed: Sequence[tuple[str, str, str]], title: str) -> None:
        """Write texts (id, column, text) as one step; what a field cannot read stays red."""
        edits, refused = list[Edit](), dict[Place, Refused]()
        for row_id, key, text in typed:
            field = self.cells.field(key)
            if field is None:
                continue
            try:
                edits.append(Edit(row_id, key, text, field.parse(text)))
            except FieldError as error:
                refused[row_id, key] = Refused(text, str(error))
        self._write(edits, refused, title)

    def _write(self, edits: list[Edit], refused: Mapping[Place, Refused], title: str) -> None:
        self._model.forget_typed([(edit.row_id, edit.key) for edit in edits])
        if edits and (why := self.cells.ask(edits)):
            self._wrote(edits, refused, Written(refused={(edit.row_id, edit.key): why for edit in edits}))
            return
        if len(edits) <= _AT_ONCE:
            self._wrote(edits, refused, self._tried(edits, title))
            return
        self._desk.tasks.run(
            lambda progress: self._tried(edits, title),
            title=title,
            context=self,
            done=lambda written: self._wrote(edits, refused, written),
        )

    def _tried(self, edits: list[Edit], title: str) -> Written:
        if not edits:
            return Written()
        try:
            return self.cells.write(edits, title)
        except GanbuError as error:
            return Written(refused={(edit.row_id, edit.key): str(error) for edit in edits})

    def _wrote(self, edits: list[Edit], refused: Mapping[Place, Refused], written: Written) -> None:
        texts = {(edit.row_id, edit.key): edit.text for edit in edits}
        wrong = dict(refused) | {p: Refused(texts.get(p, ""), why) for p, why in written.refused.items()}
        wrong = {(written.made.get(row_id, row_id), key): one for (row_id, key), one in wrong.items()}
        self._model.show_typed(wrong)
        self._model.refresh()
        self._say(written, len(edits), wrong)

    def _say(self, written: Written, cells: int, wrong: Mapping[Place, Refused]) -> None:
        good = cells - len(written.refused)
        whys = {one.why for one in wrong.values()}
        if not written.rows and len(whys) == 1 and not good:
            self._desk.notify(
                f"没有保存：{whys.pop()}。改好后再按回车，或按 Esc 恢复原来的内容".replace("。。", "。"), "error"
            )
            return
        words = [f"新增 {written.new} 条"] if written.new else []
        changed = written.rows - written.new
        words += [f"改了 {changed} 条"] if changed else []
        done = f"已保存（{'、'.join(words)}），可按 Ctrl+Z 一步撤销" if words else "内容没有变化"
        if wrong:
            made = [place for place in wrong if place[0].startswith(NEW_ROW)]
            where = "新增的行里不能接受的没有写入" if len(made) == len(wrong) else "已标红，改好后会再保存"
            self._desk.notify(f"{done if good else '没有保存'}；{len(wrong)} 格不能接受，{where}", "warning")
        elif written.rows > 1 or words:
            self._desk.notify(done)


def _rows(span: Span) -> range:
    return range(span.top, span.bottom + 1)


def _merged(html: str) -> list[str]:
    """Return the warning that the copied block had merged cells, which a spreadsheet tells in its other format."""
    low = html.lower()
    marks = [part.partition(">")[0] for part in low.split("<td")[1:]]
    merged = sum(_spans(mark, "colspan") or _spans(mark, "rowspan") for mark in marks)
    if not merged:
        return []
    return [f"复制的区域里有 {merged} 处合并单元格：内容只在左上角一格，其余各格按空白粘贴，请核对"]


def _spans(mark: str, name: str) -> bool:
    digits = mark.partition(f"{name}=")[2].lstrip("\"'")[:2].rstrip("\"' >")
    return digits.isdigit() and int(digits) > 1
