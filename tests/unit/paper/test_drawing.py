"""The lists of what to paint: rules once, texts where they were placed."""

from __future__ import annotations

from dataclasses import replace

from support import appointment_values as people
from support.pdf import row_edges_mm

from ganbu_desktop.paper.cells import Borders, CellFrame
from ganbu_desktop.paper.drawing import Rule, page_drawing, page_rules, ruled_lines
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_file import load_form
from ganbu_desktop.paper.form_fill import FormFiller

BOX = CellFrame(0, 0, 1, 1, 10.0, 20.0, 30.0, 5.0, borders=Borders(1, 1, 1, 1))


def test_a_box_is_four_lines() -> None:
    assert set(ruled_lines([BOX])) == {
        Rule(10.0, 20.0, 40.0, 20.0, 1),
        Rule(10.0, 25.0, 40.0, 25.0, 1),
        Rule(10.0, 20.0, 10.0, 25.0, 1),
        Rule(40.0, 20.0, 40.0, 25.0, 1),
    }


def test_neighbours_share_a_line_and_the_wider_counts() -> None:
    right = replace(BOX, x_mm=40.0, borders=Borders(1, 1, 1, 1.5))
    upright = [rule for rule in ruled_lines([BOX, right]) if rule.x1_mm == rule.x2_mm == 40.0]
    assert upright == [Rule(40.0, 20.0, 40.0, 25.0, 1.5)]


def test_lines_that_touch_become_one() -> None:
    right = replace(BOX, x_mm=40.0)
    assert Rule(10.0, 20.0, 70.0, 20.0, 1) in ruled_lines([BOX, right])


def test_a_side_without_border_is_not_drawn() -> None:
    assert len(ruled_lines([replace(BOX, borders=Borders(1, 0, 1, 0))])) == 2


def test_every_placed_line_and_picture_is_painted() -> None:
    document = FormFiller(load_form("appointment"), FontBook.bundled()).fill(people.typical())
    page = document.pages[0]
    drawing = page_drawing(page)
    assert [t.text for t in drawing.texts] == [r.text for c in page.cells for line in c.lines for r in line.runs]
    assert [(round(p.width_mm, 1), round(p.height_mm, 1)) for p in drawing.pictures] == [(36.3, 49.2)]


def test_the_frame_of_the_form_is_thick() -> None:
    frame = load_form("appointment").pages[1].frame
    top, bottom = row_edges_mm(frame)[0], row_edges_mm(frame)[14]
    thick = [rule for rule in page_rules(frame) if rule.width_pt == 1.5]
    levels = {round(rule.y1_mm, 2) for rule in thick if rule.y1_mm == rule.y2_mm}
    assert levels == {round(top, 2), round(bottom, 2)}
