"""Forums and their opinions, moods of groups, who is not expected, outlines of talks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ganbu_desktop.kernel import row
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.talks import checks
from ganbu_desktop.modules.talks.records import Forum, ForumOpinion, MoodReport, TalkExemption, TalkOutline
from ganbu_desktop.modules.talks.rights import EDIT
from ganbu_desktop.modules.talks.rules import ORDINARY
from ganbu_desktop.store.operations import Operation


def _this_quarter(office: Office) -> str:
    return str((office.today().month + 2) // 3)


def _this_year(office: Office) -> int:
    return office.today().year


def dated(current: Operation, old: TalkOutline | None, new: TalkOutline) -> TalkOutline:
    """Return an outline with the day of its last change."""
    return replace(new, updated_on=current.day)


def invented_outlines(county: row.County) -> Iterator[TalkOutline]:
    """Yield an outline of the office's own."""
    text = "一、近期工作和身心状况\n二、需要组织帮助的事\n三、对班子和单位的建议"
    yield TalkOutline(kind=ORDINARY, title="日常谈话提纲（演示）", text=text)


FORUMS = row.Row(
    Forum,
    "forums",
    key=("title", "held_on"),
    may_lack=("held_on",),
    right=EDIT,
    help="先登记座谈会，再到“座谈意见”逐条登记意见（不署名）。",
    check=checks.forum_faults,
    own_forms=("forum-opinions-sheet",),
)

OPINIONS = row.Row(
    ForumOpinion,
    "forum-opinions",
    key=("forum_id", "opinion"),
    right=EDIT,
    help="意见不署名，也不写能认出是谁说的话。",
    fields=(
        *("forum_id", "kind", "opinion", "unit_id", "due_on"),
        *("adoption", "adoption_reason", "answer", "answered_on"),
    ),
    listed=("forum_id", "kind", "opinion", "unit_id", "adoption", "due_on", "answered_on"),
    carried=("due_on",),
    check=checks.opinion_faults,
    reminders=(row.Due("forum-opinion", "due_on", "座谈意见还没有回复", "talk_reminder_days", until="answered_on"),),
)

MOODS = row.Row(
    MoodReport,
    "moods",
    key=("year", "quarter", "unit_id", "theme"),
    may_lack=("unit_id",),
    right=EDIT,
    help="每季度按单位登记主题和人数；只写群体，了解人数达到最小样本才能登记。",
    listed=("year", "quarter", "unit_id", "theme", "group_size", "people", "situation"),
    newest_by="written_on",
    new={"year": _this_year, "quarter": _this_quarter, "written_by": row.acting, "written_on": row.today},
    check=checks.mood_faults,
)

EXEMPTIONS = row.Row(
    TalkExemption,
    "talk-exemptions",
    key=("person_id", "reason", "starts_on"),
    may_lack=("starts_on",),
    right=EDIT,
    help="病产假、借出等登记在这里，覆盖率的分母据此剔除并写明原因。",
    newest_by="starts_on",
    check=checks.exemption_faults,
)

OUTLINES = row.Row(
    TalkOutline,
    "talk-outlines",
    key=("kind", "title"),
    right=EDIT,
    help="各类谈话都有程序自带的提纲；在这里登记本单位的提纲，以后新谈话用本单位的。",
    listed=("kind", "title", "text", "updated_on"),
    newest_by="updated_on",
    prepare=dated,
    demo=invented_outlines,
)
