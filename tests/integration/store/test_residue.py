"""Nothing readable is on the disk, and what was deleted is gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlcipher3 import dbapi2
from support.stores import ACCOUNT, NOW, PASSWORD, add_people, folder_bytes, make_store, open_store

from ganbu_desktop.store import driver, vault
from ganbu_desktop.store.backup import BackupFolder
from ganbu_desktop.store.open_store import seed_of

NAMES = [f"欧阳明{number:04}华" for number in range(500)]
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def hits(folder: Path, texts: list[str]) -> int:
    """Count in how many files of the folder any of the texts stands in any encoding."""
    needles = [text.encode(encoding) for text in texts for encoding in ENCODINGS]
    return sum(any(needle in content for needle in needles) for content in folder_bytes(folder).values())


def test_no_name_no_password_and_no_key_is_readable_anywhere(tmp_path: Path) -> None:
    data_file, recovery = make_store(tmp_path / "县.ganbu")
    seed = seed_of(data_file)
    rows = [(f"id{number}", name, name.encode()) for number, name in enumerate(NAMES)]
    with data_file.writer() as connection:
        connection.exec_driver_sql("INSERT INTO person VALUES (?, ?, ?)", rows)
    BackupFolder.beside(data_file.path).make(data_file, reason="自动", now=NOW)
    secrets = [PASSWORD, recovery, recovery.replace("-", ""), seed.hex(), vault.database_key(seed).hex(), "person"]
    assert {Path(name).suffix for name in folder_bytes(tmp_path)} >= {".keys", ".lock", ".ganbu-backup", ".ganbu-wal"}
    assert hits(tmp_path, NAMES + secrets) == 0
    with data_file.writer() as connection:
        connection.exec_driver_sql("CREATE TABLE grown AS SELECT a.name FROM person a, person b LIMIT 60000")
        assert hits(tmp_path, NAMES + secrets) == 0
        connection.exec_driver_sql("DROP TABLE grown")
    data_file.close()
    assert hits(tmp_path, NAMES + secrets) == 0
    assert hits(tmp_path, [ACCOUNT]) > 0, "the search itself finds what is there"


def deleted_bytes_left(path: Path, secure: str) -> int:
    """Return how many deleted names a decrypted page still shows."""
    data_file = open_store(path)
    key = vault.database_key(seed_of(data_file))
    add_people(data_file, 400)
    data_file.close()
    connection = driver.connect(path, key)
    connection.execute(f"PRAGMA secure_delete={secure}")
    connection.execute("DELETE FROM person")
    driver.empty_log(connection)
    connection.close()
    plain_copy = decrypted_pages(path, key)
    return sum(f"张{number:06}号".encode() in plain_copy for number in range(400))


def decrypted_pages(path: Path, key: bytes) -> bytes:
    """Decrypt every page of the file by hand, free pages too (AES-256-CBC, 80 reserved bytes at the end)."""
    content = path.read_bytes()
    plain = b""
    for start in range(0, len(content) // 4096 * 4096, 4096):
        page = content[start : start + 4096]
        body, initial = page[16 if start == 0 else 0 : 4016], page[4016:4032]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(initial)).decryptor()
        plain += decryptor.update(body) + decryptor.finalize()
    return plain


@pytest.mark.parametrize(("secure", "left"), [("ON", 0), ("OFF", 100)])
def test_deleted_rows_leave_no_bytes(tmp_path: Path, secure: str, left: int) -> None:
    """Also inside the encryption: who has the key must not read deleted people. OFF is the control that shows them."""
    path = tmp_path / "县.ganbu"
    make_store(path)[0].close()
    found = deleted_bytes_left(path, secure)
    assert found == 0 if left == 0 else found >= left


def test_the_build_is_the_one_the_log_needs() -> None:
    driver.assert_safe_build()
    assert dbapi2.sqlite_version_info >= (3, 51, 3)
