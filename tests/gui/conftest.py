"""Windows without a screen."""

from support.task_texts import task_texts
from support.windows import (
    clock,
    desk,
    dressed,
    failures,
    messages,
    office,
    recovery_key,
    store_path,
    template_store,
)

__all__ = [
    "clock",
    "desk",
    "dressed",
    "failures",
    "messages",
    "office",
    "recovery_key",
    "store_path",
    "task_texts",
    "template_store",
]
