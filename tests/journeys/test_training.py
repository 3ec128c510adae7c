"""A year of training in the real window, row by row, each figure against sums worked out by hand."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from support.builders import add
from support.fake_messages import FakeMessages
from support.journey import calm, drive, page
from support.training_classes import held_class, hours, lesson, make_class, on
from support.workbooks import make_xlsx

from ganbu_desktop import modules
from ganbu_desktop.desktop.ledger.entry_dialog import EntryDialog
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.forms.form_print import form_called, print_forms
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.spec import Figure, Period, Report, named
from ganbu_desktop.modules.training import actions
from ganbu_desktop.modules.training.pages.archive_view import ArchiveView
from ganbu_desktop.modules.training.pages.call_dialog import CallDialog
from ganbu_desktop.modules.training.pages.class_board import ClassBoard
from ganbu_desktop.modules.training.pages.classes_view import ClassesView
from ganbu_desktop.modules.training.pages.import_view import ImportView
from ganbu_desktop.modules.training.pages.own_ledgers import CampaignsView, ItemsView, PlansView
from ganbu_desktop.modules.training.pages.substitution_dialog import SubstitutionDialog
from ganbu_desktop.modules.training.pages.training_page import TrainingPage
from ganbu_desktop.modules.training.queries.roll import roll
from ganbu_desktop.modules.training.records import (
    Campaign,
    CampaignItem,
    ClassEvaluation,
    Enrolment,
    FollowUp,
    Lecture,
    StudyMeeting,
    Substitution,
    TrainingBase,
    TrainingClass,
    TrainingCost,
    TrainingExemption,
    TrainingHours,
    TrainingNeed,
    TrainingPlan,
    TrainingScore,
)
from ganbu_desktop.modules.training.records.teaching import LEAVE, REPLACED
from ganbu_desktop.modules.training.reminders import RULES
from ganbu_desktop.modules.training.reports import REPORTS
from ganbu_desktop.modules.training.rows import archive as archive_rows
from ganbu_desktop.modules.training.rows import gatherings, planning, teaching
from ganbu_desktop.modules.training.rules.levels import Group

YEAR = Period.parse("2026")


@pytest.fixture
def training(qtbot: QtBot, window: MainWindow) -> TrainingPage:
    """The page of the room, on show."""
    window.open_page("training")
    calm(qtbot, window)
    return page(window, TrainingPage)


def people_of(office: Office, number: int) -> list[Person]:
    return sorted(office.find(Person), key=lambda p: p.id)[:number]


def report(office: Office, name: str, period: Period = YEAR) -> Report:
    return named(REPORTS, name).compute(office, period)


def line(found: Report, table: int, first: str) -> list[str]:
    """Return the shown texts of the row whose first cell reads ``first``."""
    for row in found.tables[table].rows:
        texts = [c.shown() if isinstance(c, Figure) else c for c in row]
        if texts[0] == first:
            return texts
    raise AssertionError(f"no row {first}")


def reminded(office: Office, name: str) -> list[str]:
    rule = next(r for r in RULES if r.name == name)
    return [r.title for r in rule.find(office, office.today())]


def printed(office: Office, name: str, record_id: str, folder: Path) -> None:
    done = print_forms(office, form_called(modules.entry_forms(), name), [record_id], folder / f"{name}.pdf")
    assert done.files
    assert not done.findings


def board_of(qtbot: QtBot, window: MainWindow, training: TrainingPage, entry: TrainingClass) -> ClassBoard:
    window.open_page("training", ("classes", entry.id))
    calm(qtbot, window)
    classes = training.tab("classes")
    assert isinstance(classes, ClassesView)
    assert classes.board is not None
    return classes.board


def entry_dialog(qtbot: QtBot, window: MainWindow) -> EntryDialog:
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(EntryDialog)))
    return next(d for d in window.findChildren(EntryDialog) if d.isVisible())


def test_4_01_a_plan_becomes_a_class_with_its_notice(
    qtbot: QtBot, window: MainWindow, training: TrainingPage, messages: FakeMessages, tmp_path: Path
) -> None:
    """The plan of the year, its class, the notice with the name list, and how much of the plan is done."""
    office = window.office
    plans = [
        TrainingPlan(
            year=2026, title="任职培训班", target="2", places=30, places_rule="按比例", starts_on=on("2026.03.10")
        ),
        TrainingPlan(year=2026, title="统计培训班", target="2", places=20, starts_on=on("2026.05.10")),
        TrainingPlan(year=2026, title="停办的班", target="2", places=10, starts_on=on("2026.05.11"), state="4"),
    ]
    add(office, *plans)
    assert reminded(office, "training-notice") == ["任职培训班：计划 2026.03.10 开班，还没有建班"]
    window.open_page("training", ("plans", plans[0].id))
    calm(qtbot, window)
    view = training.current()
    assert isinstance(view, PlansView)
    view.open_class()
    calm(qtbot, window)
    entry = office.find(TrainingClass)[0]
    assert reminded(office, "training-notice") == ["任职培训班：2026.03.10 开班，调训通知未发"]
    classes = training.tab("classes")
    assert isinstance(classes, ClassesView)
    board = classes.board
    assert board is not None
    actions.call_up(office, entry.id, [p.id for p in people_of(office, 2)])
    messages.answers.append("青组通〔2026〕8号")
    board.issue_notice()
    assert [e.notified_on for e in office.find(Enrolment)] == [on("2026.03.02")] * 2
    assert reminded(office, "training-notice") == []
    printed(office, "call-notice", entry.id, tmp_path)
    printed(office, "training-plan", plans[0].id, tmp_path)
    stored = office.get(TrainingClass, entry.id)
    assert stored is not None
    planning.CLASSES.save(office, [(stored, dataclasses.replace(stored, ends_on=on("2026.03.20")))], title="定结业")
    found = report(office, "training-plan")
    assert line(found, 0, "合计") == ["合计", "3", "1", "1", "50.0%", "50", "2"]


def test_4_02_needs_are_summed_without_names(window: MainWindow) -> None:
    """Six needs in one field and two in another: the two are too few to be told apart, and nobody stands behind any."""
    office = window.office
    entry = make_class(office)
    people = people_of(office, 8)
    add(
        office,
        *(
            TrainingNeed(
                person_id=p.id,
                year=2026,
                field="4" if n < 6 else "1",
                own_view="想学调解" if n < 4 else None,
                class_id=entry.id if n < 3 else None,
            )
            for n, p in enumerate(people)
        ),
    )
    found = report(office, "training-needs")
    assert line(found, 0, "基层治理") == ["基层治理", "6", "4", "0", "0", "3", "50.0%"]
    assert line(found, 0, "政治理论") == ["政治理论", "2", *["无记录"] * 5]
    figures = [c for row in found.tables[0].rows for c in row if isinstance(c, Figure)]
    assert not any(f.people or f.records or f.left_out for f in figures)


def test_4_03_calling_up_at_another_time_and_in_someone_s_place(
    qtbot: QtBot, window: MainWindow, training: TrainingPage, messages: FakeMessages, tmp_path: Path
) -> None:
    """Leave clashes, the call stands by choice, a substitute comes by another hand's approval."""
    office = window.office
    called, away, other, again = people_of(office, 4)
    add(
        office,
        TrainingExemption(person_id=away.id, kind="2", starts_on=on("2026.01.10"), ends_on=on("2026.05.10")),
    )
    held_class(office, again, title="年初的班")
    entry = make_class(office)
    board = board_of(qtbot, window, training, entry)
    board.call_up()
    dialog = next(d for d in window.findChildren(CallDialog) if d.isVisible())
    by_id = {c: dialog._found[c] for c in (called.id, away.id, again.id)}
    assert [c.kind for c in by_id[away.id].clashes] == ["休假"]
    assert [c.kind for c in by_id[again.id].clashes] == ["重复调训"]
    assert not by_id[called.id].clashes
    dialog.table.select(called.id)
    dialog.call()
    actions.call_up(office, entry.id, [again.id])
    wish = Substitution(
        person_id=called.id, class_id=entry.id, substitute_id=other.id, reason="防汛值守", applied_by="李某"
    )
    actions.apply_substitution(office, wish)
    board.reload()

    def approve(widget: object) -> bool:
        if not isinstance(widget, SubstitutionDialog):
            return False
        widget.approver.setText("部领导")
        widget.decide(True)
        return True

    drive(approve)
    board.decide()
    states = {e.person_id: e.state for e in office.find(Enrolment) if e.class_id == entry.id}
    assert states == {called.id: REPLACED, other.id: "1", again.id: "1"}
    printed(office, "substitution", wish.id, tmp_path)
    found = report(office, "training-repeated")
    # three called (other, again twice), two people, one of them twice, one substitution of three
    assert line(found, 0, "3") == ["3", "2", "1", "1", "33.3%"]
    missing = report(office, "training-not-called")
    assert missing.tables[0].rows[0][1].shown() == "0"  # type: ignore[union-attr]


def test_4_04_classes_by_kind_and_training_for_a_new_post(window: MainWindow) -> None:
    """People and hours by kind, and an entry without hours named as left out."""
    office = window.office
    one, two = people_of(office, 2)
    make_class(office, "任职班", kind="2", starts_on=on("2026.02.02"), ends_on=on("2026.02.06"))
    add(
        office,
        hours(one, 40, 2026, kind="2"),
        hours(two, 24, 2026, kind="2"),
        hours(two, None, 2026, kind="4", class_title="没填学时的班"),
    )
    found = report(office, "training-kinds")
    assert line(found, 0, "任职培训") == ["任职培训", "1", "2", "2", "64", "无记录"]
    assert line(found, 0, "主题培训") == ["主题培训", "0", "1", "1", "无记录", "无记录"]
    assert line(found, 0, "合计") == ["合计", "1", "3", "2", "64", "无记录"]


def test_4_05_signing_in_and_the_seventh_part(
    qtbot: QtBot, window: MainWindow, training: TrainingPage, tmp_path: Path
) -> None:
    """Seven lessons of equal length: one on leave is exactly a seventh, two are over it."""
    office = window.office
    near, over, fine = people_of(office, 3)
    entry = held_class(office, near, over, fine, starts_on=on("2026.02.24"), ends_on=on("2026.03.06"), hours_tenths=700)
    lessons = [lesson(office, entry, f"第{n}讲", position=n) for n in range(7)]
    board = board_of(qtbot, window, training, entry)
    board.bar.setCurrentIndex(1)
    pane = board.sign_in
    for number, one in enumerate(lessons):
        pane.lesson.setCurrentIndex(pane.lesson.findData(one.id))
        away = [p for p, most in ((near, 1), (over, 2)) if number < most]
        for person in away:
            pane.table.select(person.id)
            pane.mark(LEAVE)
        pane.mark_rest()
    assert board.figures[0].text() == "85.7%"  # 18 of 21
    shown = {x.person.id: x.leave.shown() for x in board.view.learners} if board.view else {}
    assert shown == {near.id: "14.3%", over.id: "28.6%", fine.id: "0.0%"}
    assert len(reminded(office, "training-leave")) == 2
    printed(office, "sign-in", lessons[0].id, tmp_path)
    printed(office, "class-handbook", entry.id, tmp_path)
    found = report(office, "training-attendance")
    assert line(found, 0, "合计") == ["合计", "7", "21", "18", "0", "3", "0", "85.7%", "14.3%"]


def test_4_06_scores_by_weights_that_stand(
    qtbot: QtBot, window: MainWindow, training: TrainingPage, tmp_path: Path
) -> None:
    """The total follows from the weights of the class, which cannot change once it has begun."""
    office = window.office
    who, other = people_of(office, 2)
    weights = {"exam_weight": 50, "contest_weight": 20, "review_weight": 30}
    entry = held_class(office, who, other, **weights, weights_published_on=on("2025.12.20"))
    board = board_of(qtbot, window, training, entry)
    board.bar.setCurrentIndex(2)
    row = next(e for e in office.find(Enrolment) if e.person_id == who.id)
    board.after.select(row.id)
    board.edit_score()
    dialog = entry_dialog(qtbot, window)
    for name, text in (("exam_tenths", "86"), ("contest_tenths", "92.5"), ("review_tenths", "90")):
        dialog.form.editor(name).set_text(text)
    dialog.save()
    stored = office.find(TrainingScore)[0]
    assert stored.total_tenths == 885  # 430 + 185 + 270
    assert reminded(office, "training-scores") == ["2026年中青年干部培训班：还有 1 人成绩未录满"]
    changed = dataclasses.replace(entry, exam_weight=30, review_weight=50)
    with pytest.raises(CheckFailed, match="不再改动"):
        planning.CLASSES.save(office, [(entry, changed)], title="改权重")
    printed(office, "score-sheet", entry.id, tmp_path)
    printed(office, "learner-appraisal", row.id, tmp_path)


def test_4_07_what_came_of_it_and_unsigned_sheets(
    qtbot: QtBot, window: MainWindow, training: TrainingPage, messages: FakeMessages, tmp_path: Path
) -> None:
    """Follow-ups after 90 and 180 days, conversion, and satisfaction only above the smallest sample."""
    office = window.office
    one, two = people_of(office, 2)
    entry = held_class(office, one, two, starts_on=on("2025.11.03"), ends_on=on("2025.11.14"))
    board = board_of(qtbot, window, training, entry)
    messages.answers.append("青培2025-")
    board.complete()
    assert len(office.find(TrainingHours)) == 2
    assert reminded(office, "training-follow-up") == ["2026年中青年干部培训班：训后3个月还有 2 人未跟踪"]
    rows = [
        FollowUp(person_id=one.id, class_id=entry.id, stage="1", is_converted=True, done_on=on("2026.02.20")),
        FollowUp(person_id=two.id, class_id=entry.id, stage="1", is_converted=False, done_on=on("2026.02.20")),
    ]
    teaching.FOLLOW_UPS.save(office, [(None, r) for r in rows], title="跟踪")
    assert reminded(office, "training-follow-up") == []
    sheet = ClassEvaluation(class_id=entry.id, item="6", handed_out=6, very_satisfied=3, satisfied=1)
    teaching.EVALUATIONS.save(office, [(None, sheet)], title="评课")
    board.reload()
    assert board.figures[1].text() == "无记录"
    teaching.EVALUATIONS.save(office, [(sheet, dataclasses.replace(sheet, fair=1))], title="评课")
    board.reload()
    assert board.figures[1].text() == "80.0%"
    found = report(office, "training-effect", Period.parse("2025"))
    assert line(found, 0, "合计") == ["合计", "2", "2", "0", "100.0%", "1", "50.0%", "80.0%"]
    printed(office, "follow-up", rows[0].id, tmp_path)
    printed(office, "class-report", entry.id, tmp_path)


def test_4_08_the_archive_and_hours_from_elsewhere(
    qtbot: QtBot, window: MainWindow, training: TrainingPage, tmp_path: Path
) -> None:
    """Another system's workbook is mapped once, merged twice without doubling, and read against the standard."""
    office = window.office
    below = [m.person.id for m in roll(office, 2026, date(2026, 12, 31)) if m.group is Group.SECTION]
    who = next(p for p in office.find(Person) if p.id in below and p.id_number)
    book = make_xlsx(
        tmp_path / "省网院.xlsx",
        [
            ["某某学院学时导出"],
            ["学员姓名", "身份证号", "培训班名称", "开班时间", "结业时间", "培训形式", "认定学时"],
            [who.name, who.id_number, "专题一", "2026-01-05", "2026-01-09", "脱产", "40"],
            [who.name, who.id_number, "专题二", "2026-02-02", "2026-02-06", "脱产", "37.5"],
            ["查无此人", "", "专题二", "2026-02-02", "2026-02-06", "脱产", "37.5"],
        ],
    )
    window.open_page("training", "import")
    view = training.current()
    assert isinstance(view, ImportView)
    for turn in range(2):
        view.read(book)
        calm(qtbot, window)
        view.check()
        assert "1 行不收" in view.notice.text()
        assert ("新增 2 条" if turn == 0 else "已有 2 条") in view.notice.text()
        view.run_import()
        calm(qtbot, window)
    assert view.sheet is not None
    assert view.sheet.is_remembered
    assert len(office.find(TrainingHours)) == 2
    window.open_page("training", ("archive", who.id))
    archive = training.current()
    assert isinstance(archive, ArchiveView)
    calm(qtbot, window)
    qtbot.waitUntil(lambda: archive.year_figure.text() == "77.5")
    assert archive.short_figure.text() == "12.5"
    archive_rows.HOURS.save(office, [(None, hours(who, 13, 2026, source="2", proof="结业证书"))], title="补录")
    calm(qtbot, window)
    qtbot.waitUntil(lambda: archive.standing.text() == "已达标")
    printed(office, "training-archive", who.id, tmp_path)
    printed(office, "hours-proof", office.find(TrainingHours)[0].id, tmp_path)
    found = report(office, "shortfall")
    assert found.tables[0].rows[0][2].shown() == "1"  # type: ignore[union-attr]


def test_4_09_money_against_people_and_days(window: MainWindow) -> None:
    """Two people for ten days: what was spent for each and each day, what was planned, what is paid privately."""
    office = window.office
    entry = held_class(office, *people_of(office, 2), days_tenths=100)
    rows = [
        TrainingCost(class_id=entry.id, year=2026, item="食宿费", budget_cents=800_000, spent_cents=900_000),
        TrainingCost(class_id=entry.id, year=2026, item="师资费", budget_cents=200_000, spent_cents=150_000),
        TrainingCost(class_id=entry.id, year=2026, item="自选课", spent_cents=77_700, is_self_paid=True),
    ]
    planning.COSTS.save(office, [(None, r) for r in rows], title="经费")
    expected = ["2", "10", "20", "10,000.00", "10,500.00", "105.0%", "5,250.00", "525.00"]
    assert line(report(office, "training-cost"), 0, "合计") == ["合计", *expected]
    assert reminded(office, "training-cost") == [f"{entry.title}：决算 10,500.00 元，超预算 500.00 元"]


def test_4_10_lectures_and_study_by_unit(qtbot: QtBot, window: MainWindow, training: TrainingPage) -> None:
    """Counts by unit only; a quarter without a record is reminded of, and never called none."""
    office = window.office
    unit = next(u for u in office.find(Unit) if u.parent_id is not None)
    add(
        office,
        StudyMeeting(unit_id=unit.id, kind="1", held_on=on("2026.01.05"), topic="学习会议精神"),
        StudyMeeting(unit_id=unit.id, kind="1", held_on=on("2026.02.05"), topic="学习讲话"),
        Lecture(kind="1", topic="高质量发展", held_on=on("2026.01.20"), attendees=120),
        Lecture(kind="1", topic="法治", held_on=on("2026.02.20"), attendees=80),
    )
    window.open_page("training", "study")
    calm(qtbot, window)
    view = training.current()
    assert isinstance(view, LedgerView)
    assert view.table.count() == 2
    found = report(office, "study-meetings", Period.parse("2026-Q1"))
    assert line(found, 0, "第一议题")[1:3] == ["2", "1"]
    assert line(found, 1, "新时代学习大讲堂") == ["新时代学习大讲堂", "2", "200"]
    own = next(r for r in found.tables[2].rows if r[1] == unit.name)
    assert [c.shown() if isinstance(c, Figure) else c for c in own][2:] == ["2", "是", "无记录", "无记录"]
    assert len(reminded(office, "training-study")) == 2
    assert "person_id" not in gatherings.STUDY_MEETINGS.ledger.fields


def test_4_11_teaching_at_bases(window: MainWindow) -> None:
    """One of four lessons on site: a quarter."""
    office = window.office
    base = TrainingBase(name="革命纪念馆", kind="2", capacity=80)
    add(office, base)
    entry = held_class(office, base_id=base.id)
    for number in range(4):
        is_on_site = number == 0
        lesson(office, entry, f"第{number}讲", 40, is_on_site=is_on_site, base_id=base.id if is_on_site else None)
    found = report(office, "training-bases")
    assert line(found, 0, "4") == ["4", "1", "25.0%", "25.0%"]
    assert line(found, 1, "革命纪念馆") == ["革命纪念馆", "1", "1", "4"]


def test_4_12_a_campaign_by_unit(
    qtbot: QtBot, window: MainWindow, training: TrainingPage, messages: FakeMessages, tmp_path: Path
) -> None:
    """Three elements for two units, two done: a third; what is due is reminded of by unit."""
    office = window.office
    units = [u for u in office.find(Unit) if u.parent_id is not None][:2]
    campaign = Campaign(title="八个一", elements="一课\n一信\n一卷", starts_on=on("2026.01"), due_on=on("2026.03.10"))
    add(office, campaign)
    window.open_page("training", ("campaigns", campaign.id))
    calm(qtbot, window)
    view = training.current()
    assert isinstance(view, CampaignsView)
    view.give_out(campaign, [u.id for u in units])
    assert len(reminded(office, "training-element")) == 2
    items = [i for i in office.find(CampaignItem) if i.unit_id == units[0].id]
    window.open_page("training", ("items", items[0].id))
    calm(qtbot, window)
    own = training.current()
    assert isinstance(own, ItemsView)
    for item in items[:2]:
        own.table.select(item.id)
        messages.answers.append("已交机关党委")
        own.complete()
        calm(qtbot, window)
    assert line(report(office, "training-campaigns"), 0, "合计")[:4] == ["合计", "6", "2", "33.3%"]
    printed(office, "campaign-progress", campaign.id, tmp_path)
