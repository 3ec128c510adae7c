"""Charts: what is painted where, keys and clicks, words for screen readers, files in print quality."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from support.pages import put_on_screen
from support.written_files import faults_of

from ganbu_desktop.desktop.charts import Chart, ChartView, Datum, Kind, Series, png_of, write_chart
from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.report.spec import Figure

AGES = ("30岁及以下", "31—35岁", "36岁及以上")


def chart(kind: Kind) -> Chart:
    men = Series("男", tuple(Datum(n, Figure(n)) for n in (2, 5, 0)))
    women = Series("女", (Datum(1, Figure(1)), Datum(3, Figure(3)), Datum(None)))
    return Chart(kind, "年龄与性别", AGES, (men, women))


@pytest.mark.parametrize("kind", list(Kind))
def test_every_value_has_its_place_and_opens_its_figure(qtbot: QtBot, kind: Kind) -> None:
    view = put_on_screen(qtbot, ChartView())
    view.show_chart(chart(kind))
    view.repaint()
    opened: list[tuple[str, Figure]] = []
    view.figure_opened.connect(lambda title, figure: opened.append((title, figure)))
    there = {(hit.category, hit.series): hit.box for hit in view.hits}
    assert set(there) >= {(0, 0), (0, 1), (1, 0), (1, 1), (2, 0)}
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=there[1, 1].center().toPoint())
    assert [(title, figure.value) for title, figure in opened] == [("31—35岁·女", 3)]


@pytest.mark.parametrize("kind", [Kind.BARS, Kind.PYRAMID])
def test_lengths_are_in_proportion_and_nothing_overlaps(qtbot: QtBot, kind: Kind) -> None:
    view = put_on_screen(qtbot, ChartView())
    view.show_chart(chart(kind))
    view.repaint()
    boxes = {(hit.category, hit.series): hit.box for hit in view.hits}
    assert boxes[1, 0].width() / boxes[0, 0].width() == pytest.approx(5 / 2, rel=0.01)
    assert boxes[1, 1].width() / boxes[0, 1].width() == pytest.approx(3, rel=0.01)
    filled = [boxes[key] for key in ((0, 0), (0, 1), (1, 0), (1, 1))]
    for one in filled:
        assert not any(one.adjusted(0.5, 0.5, -0.5, -0.5).intersects(other) for other in filled if other is not one)
        assert view.rect().contains(one.toRect())


def test_keys_step_through_the_values(qtbot: QtBot) -> None:
    view = put_on_screen(qtbot, ChartView())
    view.show_chart(chart(Kind.BARS))
    view.repaint()
    view.setFocus()
    opened: list[str] = []
    view.figure_opened.connect(lambda title, _figure: opened.append(title))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.words() == view.accessibleName() == "30岁及以下，女：1（33.3%）"
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.words() == "36岁及以上，女：无记录（—）"
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened == ["30岁及以下·女"]


def test_the_whole_chart_is_there_in_words(qtbot: QtBot) -> None:
    view = put_on_screen(qtbot, ChartView())
    view.show_chart(chart(Kind.SHARES))
    assert "构成图，年龄与性别。30岁及以下，男：2（66.7%）；" in view.accessibleDescription()
    view.show_chart(None)
    view.repaint()
    assert view.hits == []
    assert view.words() == ""
    view.open_current()


def test_series_differ_in_grey_print_too(qtbot: QtBot) -> None:
    """The second series is hatched: its bar is not of one grey."""
    image = QImage.fromData(png_of(chart(Kind.PYRAMID))).convertToFormat(QImage.Format.Format_Grayscale8)
    greys = [
        {image.pixelColor(x, y).red() for x in range(*span) for y in range(*rows)} for span, rows in _inside(image)
    ]
    assert len(greys[0]) == 1
    assert len(greys[1]) > 1


def _inside(image: QImage) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return a small window inside the longest bar of each series: left and right of the middle row."""
    height, width = image.height(), image.width()
    rows = (height // 2 + 30, height // 2 + 50)
    return [((width // 2 - 420, width // 2 - 380), rows), ((width // 2 + 380, width // 2 + 420), rows)]


def test_files_in_print_quality(qtbot: QtBot, tmp_path: Path) -> None:
    picture, page = tmp_path / "图.png", tmp_path / "图.pdf"
    write_chart(chart(Kind.BARS), picture)
    write_chart(chart(Kind.TREND), page)
    data = picture.read_bytes()
    assert struct.unpack(">I", data[16:20])[0] == round(180 / 25.4 * 300)
    (found,) = PdfReader(page).pages
    assert faults_of(page) == []
    assert float(found.mediabox.width) == pytest.approx(180 / 25.4 * 72, abs=1)
    with pytest.raises(CheckFailed, match="没有写出文件"):
        write_chart(chart(Kind.BARS), tmp_path / "图.gif")
    assert not (tmp_path / "图.gif").exists()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_many_series_and_long_names_stay_inside(qtbot: QtBot, scale: float) -> None:
    theme._look.scale = scale
    try:
        names = tuple(f"第{n}个很长很长的单位名称办公室" for n in range(40))
        series = tuple(Series(f"系列{s}的名称", tuple(Datum(n + s) for n in range(40))) for s in range(10))
        view = put_on_screen(qtbot, ChartView())
        view.show_chart(Chart(Kind.BARS, "很多", names, series))
        view.resize(400, view.minimumHeight())
        view.repaint()
        assert max(hit.box.bottom() for hit in view.hits) <= view.height()
        assert max(hit.box.right() for hit in view.hits) <= view.width()
        assert view.hits[0].box.contains(QPointF(view.hits[0].box.center()))
    finally:
        theme._look.scale = 1.0
