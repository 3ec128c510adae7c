"""Private texts under a second key: what stands in the store, its audit and its search index is never the text itself.

Equal texts seal to equal values (AES-SIV), so that saving an unchanged text changes nothing. The key follows from the
store's seed and never leaves memory. Opening one needs the right ``sensitive.read`` and leaves a line in the access log
first.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from ganbu_desktop.foundation.errors import DataFileError
from ganbu_desktop.kernel.log import access_log
from ganbu_desktop.kernel.log.sealed_guard import MARK, is_sealed, sealed_fields
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.store.record import Record, replace

R = TypeVar("R", bound=Record)
RIGHT = "sensitive.read"
_CONTEXT = [b"ganbu sealed text 1"]


def sealed(office: Office, text: str) -> str:
    """Return a text as the store keeps it; an empty one stays empty."""
    if not text:
        return ""
    return MARK + base64.b64encode(AESSIV(office.file.sealing_key).encrypt(text.encode(), _CONTEXT)).decode("ascii")


def unsealed(office: Office, value: str, *, of: Record | None = None, purpose: str = "") -> str:
    """Return the text of a sealed value, after the right is asked for and the look is noted.

    ``of``: the entry it belongs to, which the access log names. DataFileError when the value is not one of this store.
    Not inside an operation.
    """
    office.require(RIGHT)
    text = _opened(office, value)
    subject = type(of).table.name if of else "sealed"
    person_id = None if of is None else getattr(of, "person_id", None)
    access_log.note_access(
        office, access_log.VIEW, subject, [person_id], purpose, record_ids=[of.id if of is not None else None]
    )
    return text


def seal_record(office: Office, record: R) -> R:
    """Return a record as it is to be saved: each text of a private field sealed; one that is sealed already stays."""
    names = sealed_fields(type(record))
    plain = {n: getattr(record, n) for n in names if getattr(record, n) and not is_sealed(getattr(record, n))}
    return replace(record, {n: sealed(office, text) for n, text in plain.items()}) if plain else record


def unseal_record(office: Office, record: R, *, purpose: str = "") -> R:
    """Return a record with its private texts open, for one look, noted as one line in the access log."""
    return unseal_records(office, [record], purpose=purpose)[0]


def unseal_records(office: Office, records: Sequence[R], *, what: str = access_log.VIEW, purpose: str = "") -> list[R]:
    """Return records with their private texts open, in the same order, each of them noted as one line."""
    office.require(RIGHT)
    opened, seen = [], []
    for record in records:
        names = [n for n in sealed_fields(type(record)) if is_sealed(getattr(record, n))]
        seen += [record] if names else []
        opened.append(replace(record, {n: _opened(office, getattr(record, n)) for n in names}) if names else record)
    if seen:
        people = [getattr(record, "person_id", None) for record in seen]
        table, ids = type(seen[0]).table.name, [record.id for record in seen]
        access_log.note_access(office, what, table, people, purpose, record_ids=ids)
    return opened


def _opened(office: Office, value: str) -> str:
    if not value:
        return ""
    try:
        content = base64.b64decode(value.removeprefix(MARK), validate=True)
        return AESSIV(office.file.sealing_key).decrypt(content, _CONTEXT).decode()
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise DataFileError("这段加密内容打不开：它不是这个数据文件里写下的，或已被改动。其他数据未受影响。") from error
