"""Keys of one store: the seed, the printed recovery key, and the slots in which passwords wrap the seed.

A store has one random 128-bit seed for life. The database key is derived from it; the recovery key that is printed and
locked away *is* the seed, so it opens the file even when every slot is lost. A slot holds the seed wrapped by one
password (Argon2id, AES-256-GCM); changing a password re-wraps the seed and never re-encrypts the database.

This module knows nothing of files: ``container`` stores what ``KeyRing.to_bytes`` returns.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ganbu_desktop.foundation.errors import CheckFailed, WrongKey
from ganbu_desktop.store.errors import StoreDamaged

SEED_BYTES = 16
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_KEY_CHARS, _CHECK_CHARS, _CHECK_PRIME = 26, 2, 1021
_MAX_MEMORY_KIB, _MAX_PASSES, _MAX_LANES = 1 << 20, 64, 16
_FORMAT = 1
_WRONG = "密码不对，没有打开。数据没有任何改变。请检查大小写和输入法后再试；忘记密码可以用恢复密钥打开。"
_SLOTS_DAMAGED = "数据文件的密钥区已损坏或被改动，不能用密码打开。数据本身没有改变。请用打印保存的恢复密钥打开。"


@dataclass(frozen=True)
class KdfCost:
    """Argon2id cost: ``memory_kib`` KiB, ``passes`` over it, ``lanes`` in parallel."""

    memory_kib: int = 128 * 1024
    passes: int = 3
    lanes: int = 1

    @classmethod
    def calibrated(cls, seconds: float = 0.3) -> KdfCost:
        """Return a cost that takes at least ``seconds`` on this computer, never below the floor of the class."""
        floor = cls()
        floor.derive(b"warm", b"calibrate-salt--")
        started = time.thread_time()
        floor.derive(b"calibrate", b"calibrate-salt--")
        one = max(time.thread_time() - started, 0.001)
        wanted = int(floor.passes * seconds * 1.2 / one) + 1
        return replace(floor, passes=min(max(floor.passes, wanted), _MAX_PASSES))

    @classmethod
    def cheap_for_tests(cls) -> KdfCost:
        """Return the smallest cost Argon2 takes: never for a real store."""
        return cls(memory_kib=8, passes=1, lanes=1)

    def derive(self, secret: bytes, salt: bytes) -> bytes:
        """Return 32 bytes derived from ``secret``."""
        return hash_secret_raw(secret, salt, self.passes, self.memory_kib, self.lanes, 32, Type.ID)

    def checked(self) -> KdfCost:
        """Return self, refusing costs that a forged file could use to exhaust this computer."""
        bounds = ((8, self.memory_kib, _MAX_MEMORY_KIB), (1, self.passes, _MAX_PASSES), (1, self.lanes, _MAX_LANES))
        if not all(low <= value <= high for low, value, high in bounds):
            raise StoreDamaged(_SLOTS_DAMAGED)
        return self


@dataclass(frozen=True)
class KeySlot:
    """The seed wrapped by the password of ``account``."""

    account: str
    cost: KdfCost
    salt: bytes
    nonce: bytes
    wrapped: bytes

    @classmethod
    def wrap(cls, seed: bytes, account: str, password: str, cost: KdfCost) -> KeySlot:
        """Wrap ``seed`` for ``account``; an empty password is refused with CheckFailed."""
        if not password:
            raise CheckFailed("密码不能为空。")
        salt, nonce = os.urandom(16), os.urandom(12)
        key = cost.derive(_password_bytes(password), salt)
        return cls(account, cost, salt, nonce, AESGCM(key).encrypt(nonce, seed, _slot_context(account, cost, salt)))

    def unwrap(self, password: str) -> bytes | None:
        """Return the seed, or None when the password is not the one of this slot."""
        if not password:
            return None
        key = self.cost.checked().derive(_password_bytes(password), self.salt)
        try:
            return AESGCM(key).decrypt(self.nonce, self.wrapped, _slot_context(self.account, self.cost, self.salt))
        except InvalidTag:
            return None

    def as_json(self) -> dict[str, Any]:
        """Return the slot as plain JSON values."""
        return {
            "account": self.account,
            "kind": "password",
            "kdf": {
                "name": "argon2id",
                "memory_kib": self.cost.memory_kib,
                "passes": self.cost.passes,
                "lanes": self.cost.lanes,
                "salt": _text(self.salt),
            },
            "nonce": _text(self.nonce),
            "wrapped": _text(self.wrapped),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> KeySlot:
        """Read what ``as_json`` gave; KeyError, TypeError or ValueError on anything else."""
        kdf = data["kdf"]
        if data["kind"] != "password" or kdf["name"] != "argon2id":
            raise ValueError("unknown slot")
        cost = KdfCost(int(kdf["memory_kib"]), int(kdf["passes"]), int(kdf["lanes"]))
        return cls(str(data["account"]), cost, _raw(kdf["salt"]), _raw(data["nonce"]), _raw(data["wrapped"]))


@dataclass(frozen=True)
class KeyRing:
    """All slots of one store file, and a note on the file they belong to.

    ``store_id`` names the store without revealing the seed; ``file_salt`` is the first 16 bytes of the database file in
    hex, so that a key file lying beside a foreign database is recognised; ``revision`` grows with every change;
    ``note`` is what a backup says about itself. ``seal`` authenticates all of it with a key derived from the seed.
    """

    store_id: str
    file_salt: str
    revision: int = 1
    slots: tuple[KeySlot, ...] = ()
    note: Mapping[str, Any] = field(default_factory=dict)
    seal: bytes = b""

    @classmethod
    def fresh(cls, seed: bytes, file_salt: str) -> KeyRing:
        """Return a sealed ring without slots for a database file that begins with ``file_salt``."""
        return cls(store_id(seed), file_salt).sealed(seed)

    def unlock(self, password: str, account: str | None = None) -> bytes:
        """Return the seed. WrongKey when no slot (of ``account``, if given) takes the password.

        StoreDamaged when the slots were tampered with after the last sealing.
        """
        for slot in self.slots:
            if account is None or slot.account == account:
                seed = slot.unwrap(password)
                if seed is not None:
                    self.check_seal(seed)
                    return seed
        raise WrongKey(_WRONG)

    def check_seal(self, seed: bytes) -> None:
        """Raise StoreDamaged unless the ring is as it was sealed with ``seed``."""
        if not self.is_sealed_by(seed):
            raise StoreDamaged(_SLOTS_DAMAGED)

    def is_sealed_by(self, seed: bytes) -> bool:
        """Return whether the ring is as it was sealed with ``seed``."""
        return hmac.compare_digest(self.seal, self._seal(seed))

    def with_password(self, seed: bytes, account: str, password: str, cost: KdfCost) -> KeyRing:
        """Return a ring in which ``account`` opens with ``password`` and no longer with an earlier one."""
        kept = tuple(slot for slot in self.slots if slot.account != account)
        return self._changed(seed, slots=(*kept, KeySlot.wrap(seed, account, password, cost)))

    def without(self, seed: bytes, account: str) -> KeyRing:
        """Return a ring without the slot of ``account``; the last slot cannot be removed (CheckFailed)."""
        kept = tuple(slot for slot in self.slots if slot.account != account)
        if len(kept) == len(self.slots):
            raise CheckFailed(f"没有名为“{account}”的账户。")
        if not kept:
            raise CheckFailed("这是最后一个能用密码打开数据文件的账户，不能删除。")
        return self._changed(seed, slots=kept)

    def for_file(self, seed: bytes, file_salt: str, note: Mapping[str, Any] | None = None) -> KeyRing:
        """Return the same slots, sealed for another copy of the database."""
        return replace(self, file_salt=file_salt, note=dict(note or {})).sealed(seed)

    def sealed(self, seed: bytes) -> KeyRing:
        """Return the ring with its seal set."""
        return replace(self, seal=self._seal(seed))

    def accounts(self) -> tuple[str, ...]:
        """Return the accounts that have a password, in the order they were added."""
        return tuple(slot.account for slot in self.slots)

    def to_bytes(self) -> bytes:
        """Return the ring as UTF-8 JSON."""
        return json.dumps({**self._content(), "seal": _text(self.seal)}, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> KeyRing:
        """Read what ``to_bytes`` gave; StoreDamaged on anything else."""
        try:
            content = json.loads(data)
            if content["format"] != _FORMAT:
                raise ValueError("unknown format")
            slots = tuple(KeySlot.from_json(slot) for slot in content["slots"])
            return cls(
                str(content["store"]),
                str(content["file_salt"]),
                int(content["revision"]),
                slots,
                dict(content["note"]),
                _raw(content["seal"]),
            )
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise StoreDamaged(_SLOTS_DAMAGED) from error

    def _changed(self, seed: bytes, *, slots: tuple[KeySlot, ...]) -> KeyRing:
        return replace(self, slots=slots, revision=self.revision + 1).sealed(seed)

    def _content(self) -> dict[str, Any]:
        return {
            "format": _FORMAT,
            "store": self.store_id,
            "file_salt": self.file_salt,
            "revision": self.revision,
            "slots": [slot.as_json() for slot in self.slots],
            "note": dict(self.note),
        }

    def _seal(self, seed: bytes) -> bytes:
        canonical = json.dumps(self._content(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hmac.digest(_derived(seed, b"ganbu slots key 1"), canonical.encode(), hashlib.sha256)


def new_seed() -> bytes:
    """Return a new random seed."""
    return os.urandom(SEED_BYTES)


def database_key(seed: bytes) -> bytes:
    """Return the 32-byte raw key of the database."""
    return _derived(seed, b"ganbu store key 1")


def sealing_key(seed: bytes) -> bytes:
    """Return the 64-byte key (AES-256-SIV) of private texts."""
    return _derived(seed, b"ganbu sealing key 1", 64)


def store_id(seed: bytes) -> str:
    """Return a public name of the store from which the seed cannot be found."""
    return _derived(seed, b"ganbu store id 1")[:8].hex()


def recovery_key_text(seed: bytes) -> str:
    """Return the seed as it is printed: 26 characters and 2 check characters, in seven groups of four."""
    number = int.from_bytes(seed, "big")
    digits = _base32(number, _KEY_CHARS) + _base32(number % _CHECK_PRIME, _CHECK_CHARS)
    return "-".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def parse_recovery_key(text: str) -> bytes:
    """Return the seed of a typed recovery key; blanks, dashes, case and the pairs O/0, I/1, L/1 do not matter.

    WrongKey with a sentence when characters are missing, foreign or mistyped: the check characters find every single
    wrong character and every swap of two neighbours.
    """
    typed = unicodedata.normalize("NFKC", text).upper().translate(_LOOKALIKES)
    digits = "".join(char for char in typed if char.isalnum())
    foreign = sorted(set(digits) - set(_ALPHABET))
    if foreign:
        raise WrongKey(f"恢复密钥里没有“{'、'.join(foreign)}”这样的字符，请对照打印件检查。数据没有任何改变。")
    if len(digits) != _KEY_CHARS + _CHECK_CHARS:
        raise WrongKey(f"恢复密钥应有 28 个字符（七组，每组四个），现在是 {len(digits)} 个。数据没有任何改变。")
    number, check = _number(digits[:_KEY_CHARS]), _number(digits[_KEY_CHARS:])
    if number.bit_length() > SEED_BYTES * 8 or number % _CHECK_PRIME != check:
        raise WrongKey("恢复密钥有字符抄错或顺序颠倒（校验字符不符），请对照打印件逐组检查。数据没有任何改变。")
    return number.to_bytes(SEED_BYTES, "big")


def _derived(seed: bytes, info: bytes, length: int = 32) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(seed)


def _password_bytes(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode()


def _slot_context(account: str, cost: KdfCost, salt: bytes) -> bytes:
    return json.dumps([account, cost.memory_kib, cost.passes, cost.lanes, _text(salt)], ensure_ascii=False).encode()


def _base32(number: int, length: int) -> str:
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(length)))


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * 32 + _ALPHABET.index(digit)
    return number


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
