"""Drafts of negative entries that lack what protects the person: evidence, the person's words, an end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ganbu_desktop.foundation.findings import Level
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.spine.drafts import Draft
from ganbu_desktop.modules.checks.rules.model import Check, CheckContext, Found

_GROUP = "负面条目"
_HELP = "负面或限制性条目补齐以前只是草稿，不进入任何名单、预警和表格；长期不补的应删除草稿。"


def _lacking(lacks: Callable[[Draft], bool], said: str) -> Callable[[Dossier, CheckContext], Iterator[Found]]:
    def find(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
        for draft in context.drafts.get(dossier.person.id, ()):
            if lacks(draft):
                yield Found(f"{draft.named()}{said}")

    return find


CHECKS: tuple[Check[Dossier], ...] = (
    Check(
        "entry-evidence",
        38,
        _GROUP,
        Level.WARNING,
        "缺证据",
        _HELP,
        _lacking(lambda draft: draft.lacks_evidence, "没有佐证材料"),
    ),
    Check(
        "entry-statement",
        39,
        _GROUP,
        Level.WARNING,
        "缺本人说明或理由",
        _HELP,
        _lacking(lambda draft: draft.lacks_statement, "没有本人说明，也没有写明未告知的法定理由"),
    ),
    Check(
        "entry-end",
        40,
        _GROUP,
        Level.WARNING,
        "缺失效日",
        _HELP,
        _lacking(lambda draft: draft.lacks_end, "没有失效日期，也没有写明长期有效的依据"),
    ),
)
