from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.laws import examples
from support.stores import CHEAP

from ganbu_desktop.foundation.errors import CheckFailed, WrongKey
from ganbu_desktop.store import vault
from ganbu_desktop.store.errors import StoreDamaged
from ganbu_desktop.store.vault import KdfCost, KeyRing

SEED = bytes(range(16))
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def ring() -> KeyRing:
    return KeyRing.fresh(SEED, "00" * 16).with_password(SEED, "管理员", "口令一", CHEAP)


@given(st.binary(min_size=16, max_size=16))
def test_recovery_key_reads_back(seed: bytes) -> None:
    text = vault.recovery_key_text(seed)
    assert [len(group) for group in text.split("-")] == [4] * 7
    assert set(text) <= set(ALPHABET + "-")
    assert vault.parse_recovery_key(text) == seed


def test_recovery_key_is_read_as_people_type_it() -> None:
    text = vault.recovery_key_text(SEED)
    typed = f" {text.lower().replace('-', '  ')} ".replace("0", "o").replace("1", "l")
    assert vault.parse_recovery_key(typed) == SEED
    assert vault.parse_recovery_key(text.replace("-", "—").replace("0", "０").replace("1", "i")) == SEED


@settings(max_examples=examples(10))
@given(st.binary(min_size=16, max_size=16))
def test_every_single_mistyped_character_is_found(seed: bytes) -> None:
    text = vault.recovery_key_text(seed).replace("-", "")
    for place, right in enumerate(text):
        for wrong in ALPHABET:
            if wrong != right:
                with pytest.raises(WrongKey, match="抄错"):
                    vault.parse_recovery_key(text[:place] + wrong + text[place + 1 :])


@given(st.binary(min_size=16, max_size=16))
def test_every_swap_of_two_neighbours_is_found(seed: bytes) -> None:
    text = vault.recovery_key_text(seed).replace("-", "")
    for place in range(len(text) - 1):
        swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        if swapped != text:
            with pytest.raises(WrongKey):
                vault.parse_recovery_key(swapped)


@pytest.mark.parametrize(
    ("text", "said"), [("", "28 个字符"), ("0000-1111", "28 个字符"), ("U" * 28, "没有“U”"), ("密" * 28, "没有“密”")]
)
def test_a_recovery_key_of_another_shape_is_explained(text: str, said: str) -> None:
    with pytest.raises(WrongKey, match=said):
        vault.parse_recovery_key(text)


def test_password_opens_its_slot_only() -> None:
    keys = ring().with_password(SEED, "李四", "口令二", CHEAP)
    assert keys.unlock("口令一") == keys.unlock("口令二") == keys.unlock("口令二", "李四") == SEED
    for password, account in (("口令三", None), ("", None), ("口令一", "李四"), ("口令一", "王五")):
        with pytest.raises(WrongKey, match="没有打开"):
            keys.unlock(password, account)


def test_the_same_password_typed_in_another_composition_opens() -> None:
    keys = KeyRing.fresh(SEED, "").with_password(SEED, "a", "e\u0301te\u0301", CHEAP)
    assert keys.unlock("\u00e9t\u00e9") == SEED


def test_changing_a_password_closes_the_old_one() -> None:
    keys = ring().with_password(SEED, "管理员", "新口令", CHEAP)
    assert keys.accounts() == ("管理员",)
    assert keys.revision == ring().revision + 1
    assert keys.unlock("新口令") == SEED
    with pytest.raises(WrongKey):
        keys.unlock("口令一")


def test_the_last_account_stays_and_an_unknown_one_is_said() -> None:
    with pytest.raises(CheckFailed, match="最后一个"):
        ring().without(SEED, "管理员")
    with pytest.raises(CheckFailed, match="王五"):
        ring().without(SEED, "王五")
    two = ring().with_password(SEED, "李四", "口令二", CHEAP)
    assert two.without(SEED, "管理员").accounts() == ("李四",)


def test_an_empty_password_is_refused() -> None:
    with pytest.raises(CheckFailed, match="不能为空"):
        KeyRing.fresh(SEED, "").with_password(SEED, "a", "", CHEAP)


def test_ring_reads_back_and_shows_neither_seed_nor_password() -> None:
    data = ring().to_bytes()
    assert KeyRing.from_bytes(data) == ring().from_bytes(data)
    assert SEED not in data
    assert "口令一".encode() not in data
    assert KeyRing.from_bytes(data).unlock("口令一") == SEED


@pytest.mark.parametrize(
    "change",
    [
        lambda ring: dataclasses.replace(ring, revision=7),
        lambda ring: dataclasses.replace(ring, note={"people": 9}),
        lambda ring: dataclasses.replace(ring, store_id="00"),
        lambda ring: dataclasses.replace(ring, slots=ring.slots * 2),
    ],
)
def test_a_changed_ring_is_noticed(change) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(StoreDamaged, match="恢复密钥"):
        change(ring()).unlock("口令一")


@pytest.mark.parametrize(
    "cost", [KdfCost(1 << 30, 3, 1), KdfCost(8, 10_000, 1), KdfCost(8, 1, 1_000), KdfCost(0, 0, 0)]
)
def test_forged_costs_are_refused_before_they_are_spent(cost: KdfCost) -> None:
    slot = dataclasses.replace(ring().slots[0], cost=cost)
    with pytest.raises(StoreDamaged):
        slot.unwrap("口令一")


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(json.dumps).map(str.encode)
)
def test_any_other_bytes_are_a_damaged_key_area(data: bytes) -> None:
    with pytest.raises(StoreDamaged):
        KeyRing.from_bytes(data)


def test_store_id_and_database_key_differ_from_the_seed_and_each_other() -> None:
    assert len(vault.database_key(SEED)) == 32
    assert vault.store_id(SEED) not in vault.database_key(SEED).hex()
    assert vault.database_key(SEED) != vault.database_key(bytes(16))


def test_product_default_is_never_below_the_floor() -> None:
    cost = KdfCost.calibrated(seconds=0.0)
    assert cost.memory_kib >= 64 * 1024
    assert cost.passes >= 3
