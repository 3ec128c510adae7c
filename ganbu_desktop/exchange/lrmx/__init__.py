"""干部任免审批表 exchange files (``.lrmx``): one person per XML file, of both editor versions and of newer ones."""

from ganbu_desktop.exchange.lrmx.model import (
    ELEMENTS,
    FAMILY,
    NEW_EDITOR_ELEMENTS,
    ORDER_NEW,
    ORDER_V3,
    PHOTO,
    RELATIVE_ELEMENTS,
    VALUE_ELEMENTS,
    VERSION,
    LrmxElement,
    LrmxPerson,
    LrmxRelative,
    UnknownElement,
    element,
)
from ganbu_desktop.exchange.lrmx.reader import read_lrmx
from ganbu_desktop.exchange.lrmx.writer import digits_date, write_lrmx, writing_notices

__all__ = [
    "ELEMENTS",
    "FAMILY",
    "NEW_EDITOR_ELEMENTS",
    "ORDER_NEW",
    "ORDER_V3",
    "PHOTO",
    "RELATIVE_ELEMENTS",
    "VALUE_ELEMENTS",
    "VERSION",
    "LrmxElement",
    "LrmxPerson",
    "LrmxRelative",
    "UnknownElement",
    "digits_date",
    "element",
    "read_lrmx",
    "write_lrmx",
    "writing_notices",
]
