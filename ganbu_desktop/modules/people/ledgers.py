"""The ledgers of the people room: who served where, from when until when."""

from __future__ import annotations

from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.people.service import ServiceSpell
from ganbu_desktop.modules.people.service import save_service

SERVICE = LedgerSpec(
    name="service-history",
    title="服务经历",
    record=ServiceSpell,
    fields=("person_id", "state", "unit_id", "staffing_type", "from_on", "until_on", "basis", "source"),
    key=("person_id", "from_on"),
    save=save_service,
    newest_by="from_on",
    required=("person_id",),
    help=(
        "各种统计按它确定某一天、某一期谁在职。“推定”的由程序按任职、录用、流动和现状推得，随记录变化；"
        "打开核对后保存，就成为“认定”的，以后不再自动改。止是变动那一天，从那天起不再是；现在仍是的不填。"
    ),
)
LEDGERS = (SERVICE,)
