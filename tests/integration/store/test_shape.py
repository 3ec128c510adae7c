"""A store that an early draft of a migration made is refused with a way on, instead of opened to fail later."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection
from support import builders
from support.stores import NOW, PASSWORD, STEPS, add_people, folder_bytes, make_store, open_store

from ganbu_desktop.cli.program import main
from ganbu_desktop.store import migrations
from ganbu_desktop.store.backup import BackupFolder
from ganbu_desktop.store.engine import DataFile
from ganbu_desktop.store.errors import StoreUnlike
from ganbu_desktop.store.migrations import Migration
from ganbu_desktop.store.restore import restore
from ganbu_desktop.store.vault import KdfCost

WAY_ON = "没有打开，文件没有任何改变。请用当初保存它的程序打开并导出，再导入新建的数据文件；或恢复升级前自动留下的备份"


def step(version: int, *statements: str) -> Migration:
    def upgrade(connection: Connection) -> None:
        for statement in statements:
            connection.exec_driver_sql(statement)

    return Migration(version, "奖励", upgrade)


REWARD = "CREATE TABLE reward (id TEXT PRIMARY KEY, person_id TEXT REFERENCES person(id), name TEXT)"
INDEX = "CREATE INDEX reward_person ON reward (person_id)"
FINAL = (*STEPS, step(2, REWARD, INDEX))
NEWER = (*FINAL, step(3, "ALTER TABLE person ADD COLUMN note TEXT"))
DRAFTS = {
    "缺表 reward 的列 id": (),
    "缺表 reward 的列 name": ("CREATE TABLE reward (id TEXT PRIMARY KEY, person_id TEXT REFERENCES person(id))", INDEX),
    "缺索引 reward_person": (REWARD,),
    "缺表 reward 的引用 person_id": (REWARD.replace(" REFERENCES person(id)", ""), INDEX),
    "多表 reward 的列 sum": (REWARD.replace("name TEXT", "name TEXT, sum BIGINT"), INDEX),
    "表 reward 的列 name不同": (REWARD.replace("name TEXT", "name TEXT NOT NULL"), INDEX),
    "缺表 person 的列 photo": (REWARD, INDEX, "ALTER TABLE person DROP COLUMN photo"),
}


def early_store(path: Path, statements: tuple[str, ...]) -> None:
    data_file, _ = make_store(path, migrations=(*STEPS, step(2, *statements)))
    with data_file.writer() as connection:
        connection.exec_driver_sql("INSERT INTO person (id, name) VALUES ('p1', '张三')")
    data_file.close()


@pytest.mark.parametrize("steps", [FINAL, NEWER], ids=["as new as the program", "older than the program"])
@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("said", DRAFTS)
def test_a_store_of_a_draft_is_refused_untouched(
    said: str, read_only: bool, steps: tuple[Migration, ...], tmp_path: Path
) -> None:
    path = tmp_path / "县.ganbu"
    early_store(path, DRAFTS[said])
    before = folder_bytes(tmp_path)
    with pytest.raises(StoreUnlike) as caught:
        open_store(path, migrations=steps, read_only=read_only)
    assert said in str(caught.value)
    assert WAY_ON in str(caught.value)
    assert folder_bytes(tmp_path) == before


@pytest.mark.parametrize("said", DRAFTS)
def test_control_the_program_that_made_it_opens_it(said: str, tmp_path: Path) -> None:
    path = tmp_path / "县.ganbu"
    early_store(path, DRAFTS[said])
    with open_store(path, migrations=(*STEPS, step(2, *DRAFTS[said]))) as data_file:
        assert data_file.digest().rows["person"] == 1


def test_control_a_store_of_its_number_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "县.ganbu"
    early_store(path, (REWARD, INDEX))
    with open_store(path, migrations=NEWER) as data_file:
        assert data_file.version() == 3


def test_the_way_on_is_there(tmp_path: Path) -> None:
    """A draft raised the store; the backup it left before is brought back, and the final steps raise that."""
    path = tmp_path / "县.ganbu"
    data_file, _ = make_store(path)
    add_people(data_file, 3)
    data_file.close()
    open_store(path, migrations=(*STEPS, step(2, REWARD))).close()
    with pytest.raises(StoreUnlike):
        open_store(path, migrations=FINAL)
    (entry,) = BackupFolder.beside(path).entries()
    assert entry.reason == "升级前"
    restore(entry.path, path, now=NOW, password=PASSWORD, migrations=FINAL)
    with open_store(path, migrations=FINAL) as data_file:
        assert (data_file.version(), data_file.digest().rows["person"]) == (2, 3)


def test_a_backup_of_a_draft_is_not_restored(tmp_path: Path) -> None:
    path = tmp_path / "县.ganbu"
    early_store(path, (REWARD,))
    drafts = (*STEPS, step(2, REWARD))
    with open_store(path, migrations=drafts) as data_file:
        backup = BackupFolder.beside(path).make(data_file, reason="手动", now=NOW).path
    with pytest.raises(StoreUnlike, match="缺索引 reward_person"):
        restore(backup, tmp_path / "新.ganbu", now=NOW, password=PASSWORD, migrations=FINAL)
    assert not (tmp_path / "新.ganbu").exists()
    restore(backup, tmp_path / "新.ganbu", now=NOW, password=PASSWORD, migrations=drafts)


def test_the_command_line_says_it_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest step lacked a column when this store went through it."""
    monkeypatch.setenv("GANBU_PASSWORD", PASSWORD)
    path = tmp_path / "县.ganbu"
    *earlier, newest = migrations.installed()

    def draft(connection: Connection) -> None:
        newest.upgrade(connection)
        connection.exec_driver_sql("ALTER TABLE person DROP COLUMN mobile_phone")

    DataFile.create(
        path,
        password=PASSWORD,
        account="管理员",
        clock=builders.clock,
        kdf=KdfCost.cheap_for_tests(),
        migrations=(*earlier, Migration(newest.version, newest.title, draft)),
    )[0].close()
    assert main(["verify", str(path)]) == 2
    error = capsys.readouterr().err
    assert "缺表 person 的列 mobile_phone" in error
    assert WAY_ON in error
    assert "Traceback" not in error
