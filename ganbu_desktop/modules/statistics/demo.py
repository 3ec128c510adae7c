"""Two cross tables for the demo county, as an office would keep them."""

from __future__ import annotations

from ganbu_desktop.kernel.office.office import Office, Progress
from ganbu_desktop.kernel.people.person_list import ListQuery, count
from ganbu_desktop.modules.statistics.actions import keep_table
from ganbu_desktop.modules.statistics.cross import Ask

_TABLES = (
    ("各年龄段男女人数", Ask("age", "sex", "row")),
    ("各单位学历结构", Ask("unit", "education", "row")),
)


def fill(office: Office, progress: Progress) -> int:
    """Keep the tables and return how many there are; none for a county without people."""
    with office.reading() as connection:
        if not count(connection, ListQuery()):
            return 0
    for number, (title, ask) in enumerate(_TABLES):
        progress.step(number, len(_TABLES), "保存统计表")
        keep_table(office, title, ask)
    return len(_TABLES)
