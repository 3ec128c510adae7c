"""The screens of the cadres room."""

from __future__ import annotations

from ganbu_desktop.desktop.page import PageSpec
from ganbu_desktop.modules.cadres.pages.check_page import CheckPage
from ganbu_desktop.modules.cadres.pages.import_page import ImportPage
from ganbu_desktop.modules.cadres.pages.list_page import CadresPage
from ganbu_desktop.modules.cadres.pages.person_page import PersonPage
from ganbu_desktop.modules.cadres.pages.print_page import PrintPage

PAGES: tuple[PageSpec, ...] = (
    PageSpec(name="cadres", title="干部", icon="people", factory=CadresPage, order=10),
    PageSpec(name="person", title="干部信息", icon="person", factory=PersonPage, in_navigation=False),
    PageSpec(name="import", title="导入", icon="import", factory=ImportPage, order=30),
    PageSpec(name="print", title="打印", icon="print", factory=PrintPage, order=50),
    PageSpec(name="check", title="数据校核", icon="check", factory=CheckPage, order=40),
)
