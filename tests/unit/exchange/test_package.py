from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from support.lrmx_samples import invented_person, lrm_record, picture, zip_of

from ganbu_desktop.exchange.lrmx import LrmxPerson, write_lrmx
from ganbu_desktop.exchange.package import FoundFile, LrmxReading, collect_files, read_in_batches, read_job, read_people
from ganbu_desktop.exchange.photo import is_standard
from ganbu_desktop.exchange.sandbox import run_isolated
from ganbu_desktop.foundation.errors import ExchangeError


def form(name: str = "张三", photo: bytes | None = None) -> bytes:
    return write_lrmx(LrmxPerson({"XingMing": name}, photo=photo))


def names(found: list[FoundFile]) -> list[str]:
    return [file.name for file in found]


class TestFolders:
    def test_natural_order_at_any_depth_without_system_files(self, tmp_path: Path) -> None:
        (tmp_path / "乡镇" / ".git").mkdir(parents=True)
        (tmp_path / "__MACOSX").mkdir()
        wanted = ["2_李四.lrmx", "10_王五.LRMX", "乡镇/1_赵六.Lrmx"]
        unwanted = ["~$2_李四.lrmx", ".DS_Store", "Thumbs.db", "乡镇/.git/a.lrmx", "__MACOSX/b.lrmx"]
        for name in wanted + unwanted:
            (tmp_path / name).write_bytes(form(name))
        found = collect_files([tmp_path])
        assert names(found) == wanted
        assert {file.kind for file in found} == {"lrmx"}

    def test_other_files_are_listed_with_a_reason(self, tmp_path: Path) -> None:
        for name in ("a.lrmx", "b.xlsx", "c.jpg"):
            (tmp_path / name).write_bytes(form())
        kinds = {file.name: (file.kind, file.problem or "") for file in collect_files([tmp_path])}
        assert kinds["a.lrmx"] == ("lrmx", "")
        assert kinds["b.xlsx"][0] == kinds["c.jpg"][0] == "other"
        assert "b.xlsx" in kinds["b.xlsx"][1]

    def test_each_file_once(self, tmp_path: Path) -> None:
        (tmp_path / "a.lrmx").write_bytes(form())
        assert len(collect_files([tmp_path, tmp_path / "a.lrmx", str(tmp_path)])) == 1

    def test_links_out_of_the_folder_are_not_followed(self, tmp_path: Path) -> None:
        outside = tmp_path / "outside.lrmx"
        outside.write_bytes(form())
        folder = tmp_path / "folder"
        folder.mkdir()
        (folder / "a.lrmx").symlink_to(outside)
        (folder / "sub").symlink_to(tmp_path)
        os.mkfifo(folder / "pipe.lrmx")
        assert [file.kind for file in collect_files([folder])] == ["refused", "refused"]

    def test_too_many_files(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ganbu_desktop.exchange.package.found.MAX_FOLDER_FILES", 2)
        for number in range(3):
            (tmp_path / f"{number}.lrmx").touch()
        with pytest.raises(ExchangeError, match="超过 2 个"):
            collect_files([tmp_path])

    def test_what_is_not_there(self, tmp_path: Path) -> None:
        [file] = collect_files([tmp_path / "无.lrmx"])
        assert file.kind == "refused"
        [reading] = read_people([file])
        assert "无.lrmx" in (reading.error or "")

    def test_a_folder_that_cannot_be_opened_is_said(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "甲").mkdir()
        (tmp_path / "a.lrmx").write_bytes(form())
        scan = os.scandir

        def refusing(path: str) -> Any:
            if str(path).endswith("甲"):
                raise PermissionError(13, "Permission denied", path)
            return scan(path)

        monkeypatch.setattr(os, "scandir", refusing)
        assert [(file.name, file.kind) for file in collect_files([tmp_path])] == [("a.lrmx", "lrmx"), ("甲", "refused")]

    def test_a_path_longer_than_the_system_takes(self) -> None:
        assert [file.kind for file in collect_files(["/" + "长" * 300])] == ["refused"]

    @pytest.mark.skipif(os.name == "nt", reason="names are always text there")
    def test_names_that_the_system_cannot_decode_are_shown_as_gbk(self, tmp_path: Path) -> None:
        name = os.fsencode(tmp_path) + b"/" + "张三丰的表.lrmx".encode("gbk")
        with open(name, "wb") as file:  # noqa: PTH123 - the name is bytes
            file.write(form())
        [reading] = read_people(collect_files([tmp_path]))
        assert (reading.source, reading.error) == ("张三丰的表.lrmx", None)

    def test_a_file_gone_before_reading(self, tmp_path: Path) -> None:
        path = tmp_path / "a.lrmx"
        path.write_bytes(form())
        found = collect_files([path])
        path.unlink()
        assert "打不开" in (read_people(found)[0].error or "")


class TestPairs:
    @pytest.mark.parametrize("picked", [["张三.lrm"], ["张三.lrm", "张三.PIC"], ["张三.PIC", "张三.lrm"], ["."]])
    def test_the_picture_beside_a_record(self, tmp_path: Path, picked: list[str]) -> None:
        (tmp_path / "张三.lrm").write_bytes(lrm_record().encode("gbk"))
        (tmp_path / "张三.PIC").write_bytes(picture())
        [reading] = read_people(collect_files([tmp_path / name for name in picked]))
        assert reading.source == "张三.lrm"
        assert reading.person is not None
        assert is_standard(reading.person.photo or b"")

    def test_pic_goes_before_jpg_and_a_record_may_have_none(self, tmp_path: Path) -> None:
        for name in ("a.lrm", "b.lrm"):
            (tmp_path / name).write_bytes(lrm_record().encode("gbk"))
        (tmp_path / "a.jpg").write_bytes(picture(96, 120, seed=1))
        (tmp_path / "a.pic").write_bytes(picture(48, 60))
        picture_left, first, second = collect_files([tmp_path])
        assert Path(first.photo or "").name == "a.pic"
        assert (picture_left.name, picture_left.kind) == ("a.jpg", "other")
        assert second.photo is None

    def test_a_bad_picture_is_a_notice(self, tmp_path: Path) -> None:
        (tmp_path / "a.lrm").write_bytes(lrm_record().encode("gbk"))
        (tmp_path / "a.pic").write_bytes(b"GIF89a")
        [reading] = read_people(collect_files([tmp_path]))
        assert reading.person is not None
        assert reading.person.photo is None
        assert "照片没有读入" in reading.person.notices[0]


class TestArchives:
    def test_members_are_read_in_order_and_paired(self, tmp_path: Path) -> None:
        members = {
            "甲/10.lrmx": form("十", picture()),
            "甲/9.lrm": lrm_record().encode("gbk"),
            "甲/9.pic": picture(),
            "__MACOSX/甲/._10.lrmx": b"x",
            "说明.txt": b"x",
        }
        found = collect_files([zip_of(tmp_path / "包.zip", members)])
        assert names(found) == ["包.zip › 甲/9.lrm", "包.zip › 甲/10.lrmx", "包.zip › 说明.txt"]
        old, new, other = read_people(found)
        assert old.person is not None
        assert new.person is not None
        assert old.person.photo is not None
        assert new.person.values["XingMing"] == "十"
        assert other.error is not None

    def test_names_in_gbk_are_decoded(self, tmp_path: Path) -> None:
        archive = zip_of(
            tmp_path / "a.zip", {"县直\\张三丰.lrmx": form("张三丰"), "乡镇/\u4e02叕.lrmx": form()}, gbk=True
        )
        found = collect_files([archive])
        assert names(found) == ["a.zip › 乡镇/\u4e02叕.lrmx", "a.zip › 县直/张三丰.lrmx"]
        assert [reading.error for reading in read_people(found)] == [None, None]

    @pytest.mark.parametrize(
        "name",
        [
            "../a.lrmx",
            "a/../../b.lrmx",
            "..\\a.lrmx",
            "/etc/a.lrmx",
            "\\\\server\\share\\a.lrmx",
            "C:\\a.lrmx",
            "c:a.lrmx",
            "a\0.lrmx",
            "a\n.lrmx",
            ".. /a.lrmx",
            "a//b.lrmx",
            "内层.zip",
            "内层.ZIP ",
            "内层.rar",
        ],
    )
    def test_hostile_names_refuse_the_whole_archive(self, tmp_path: Path, name: str) -> None:
        archive = zip_of(tmp_path / "a.zip", {"好.lrmx": form(), "N" * len(name): form()})
        data = archive.read_bytes().replace(
            b"N" * len(name), name.encode("gbk", "replace")[: len(name)].ljust(len(name))
        )
        if name.isascii():
            archive.write_bytes(data)
        else:
            zip_of(archive, {"好.lrmx": form(), name: form()})
        [file] = collect_files([archive])
        assert file.kind == "refused"
        assert "a.zip" in (file.problem or "")
        assert list(tmp_path.iterdir()) == [archive]

    def test_links_and_devices_in_archives(self, tmp_path: Path) -> None:
        for kind in (stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO):
            info = zipfile.ZipInfo("a.lrmx")
            info.external_attr = (kind | 0o777) << 16
            with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
                archive.writestr(info, "/etc/passwd")
            assert collect_files([tmp_path / "a.zip"])[0].kind == "refused"

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    @pytest.mark.parametrize("twin", ["a.lrmx", "A.LRMX"])
    def test_twins(self, tmp_path: Path, twin: str) -> None:
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr("a.lrmx", form("甲"))
            archive.writestr(twin, form("乙"))
        assert collect_files([tmp_path / "a.zip"])[0].kind == "refused"

    def test_bombs_are_refused_without_inflating(self, tmp_path: Path) -> None:
        ratio = zip_of(tmp_path / "ratio.zip", {"a.lrmx": bytes(20 * 1024 * 1024)})
        total = tmp_path / "total.zip"
        with zipfile.ZipFile(total, "w") as archive:
            for number in range(7):
                archive.writestr(f"{number}.lrmx", os.urandom(1024))
        lying = total.read_bytes()
        for entry in range(7):
            at = [place for place in range(len(lying)) if lying.startswith(b"PK\x01\x02", place)][entry]
            lying = lying[: at + 24] + (49 * 1024 * 1024).to_bytes(4, "little") + lying[at + 28 :]
        total.write_bytes(lying)
        many = zip_of(tmp_path / "many.zip", {f"{number}.lrmx": b"" for number in range(2001)})
        for archive_path in (ratio, total, many):
            [file] = collect_files([archive_path])
            assert (file.kind, file.name) == ("refused", archive_path.name)

    def test_damage_spoils_only_its_member(self, tmp_path: Path) -> None:
        archive = zip_of(tmp_path / "a.zip", {"1.lrmx": form("甲"), "2.lrmx": form("乙" * 10), "3.lrmx": form("丙")})
        data = bytearray(archive.read_bytes())
        place = data.index(b"2.lrmx") + 60
        data[place] ^= 0xFF
        archive.write_bytes(bytes(data))
        readings = read_people(collect_files([archive]))
        assert [reading.error is None for reading in readings] == [True, False, True]
        assert "2.lrmx" in (readings[1].error or "")

    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), bytes(500), b"Rar!\x1a\x07\x00"])
    def test_what_is_no_archive(self, tmp_path: Path, data: bytes) -> None:
        (tmp_path / "a.zip").write_bytes(data)
        assert all(file.kind == "refused" for file in collect_files([tmp_path / "a.zip"]))

    def test_other_ways_of_packing_are_refused(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_LZMA) as archive:
            archive.writestr("a.lrmx", form())
        assert "压缩方式" in (collect_files([tmp_path / "a.zip"])[0].problem or "")

    def test_an_archive_with_a_password(self, tmp_path: Path) -> None:
        archive = zip_of(tmp_path / "a.zip", {"a.lrmx": form()})
        data = bytearray(archive.read_bytes())
        data[data.index(b"PK\x01\x02") + 8] |= 1
        archive.write_bytes(bytes(data))
        assert "密码" in (collect_files([archive])[0].problem or "")


class TestBulk:
    def test_one_bad_file_does_not_spoil_the_others(self, tmp_path: Path) -> None:
        for number in range(30):
            (tmp_path / f"{number}.lrmx").write_bytes(write_lrmx(invented_person(number)))
        (tmp_path / "7.lrmx").write_bytes(b"<!DOCTYPE a><Person/>")
        (tmp_path / "8.lrmx").write_bytes(b"")
        readings = read_people(collect_files([tmp_path]))
        assert [reading.source for reading in readings if reading.error] == ["7.lrmx", "8.lrmx"]
        assert readings[3].person is not None
        assert readings[3].person.photo is not None
        assert is_standard(readings[3].person.photo)

    def test_plain_data_come_back_equal(self, tmp_path: Path) -> None:
        for number in range(5):
            (tmp_path / f"{number}.lrmx").write_bytes(write_lrmx(invented_person(number * 35)))
        (tmp_path / "9.lrmx").touch()
        found = collect_files([tmp_path])
        assert [FoundFile.from_plain(file.to_plain()) for file in found] == found
        plain = read_job({"files": [file.to_plain() for file in found], "with_photos": True})
        assert [LrmxReading.from_plain(reading) for reading in plain] == read_people(found)

    def test_without_photos(self, tmp_path: Path) -> None:
        (tmp_path / "a.lrmx").write_bytes(form("甲", picture()))
        [reading] = read_people(collect_files([tmp_path]), with_photos=False)
        assert reading.person is not None
        assert reading.person.photo is None

    def test_a_dying_worker_loses_only_the_file_to_blame(self, tmp_path: Path) -> None:
        for number in range(20):
            (tmp_path / f"{number}.lrmx").write_bytes(form(str(number), picture()))
        calls = []

        def run(job: dict[str, Any]) -> list[dict[str, Any]]:
            calls.append(len(job["files"]))
            sources = [file["name"] for file in job["files"]]
            if "13.lrmx" in sources or ("5.lrmx" in sources and job["with_photos"]):
                raise ExchangeError("读取进程意外结束")
            return read_job(job)

        readings = list(read_in_batches(collect_files([tmp_path]), run, batch=8))
        assert [reading.source for reading in readings] == [f"{number}.lrmx" for number in range(20)]
        assert [reading.source for reading in readings if reading.error] == ["13.lrmx"]
        assert "读取进程意外结束" in (readings[13].error or "")
        saved = readings[5].person
        assert saved is not None
        assert saved.photo is None
        assert "照片" in saved.notices[0]
        assert max(calls) == 8
        assert len(calls) < 20

    def test_the_real_worker_gives_the_same_readings(self, tmp_path: Path) -> None:
        for number in range(7):
            (tmp_path / f"{number}.lrmx").write_bytes(write_lrmx(invented_person(number * 15)))
        (tmp_path / "7.lrmx").write_bytes(b"<Person>")
        zip_of(tmp_path / "8.zip", {"a.lrmx": form("甲", picture())})
        found = collect_files([tmp_path])

        def run(job: dict[str, Any]) -> list[dict[str, Any]]:
            result: list[dict[str, Any]] = run_isolated("package:read_job", job)
            return result

        assert list(read_in_batches(found, run, batch=5)) == read_people(found)

    def test_reading_touches_nothing(self, tmp_path: Path) -> None:
        archive = zip_of(tmp_path / "a.zip", {"a.lrmx": form()})
        before = archive.read_bytes(), archive.stat().st_mtime_ns
        assert read_people(collect_files([tmp_path]))[0].error is None
        assert (archive.read_bytes(), archive.stat().st_mtime_ns) == before
        assert list(tmp_path.iterdir()) == [archive]
        assert zipfile.is_zipfile(io.BytesIO(before[0]))


def test_tables_in_an_archive_and_files_of_one_name_say_where_they_are(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "交来.zip", "w") as archive:
        archive.writestr("采集表.xlsx", b"PK")
    (found,) = collect_files([tmp_path / "交来.zip"])
    assert found.problem is not None
    assert "压缩包里的表格没有读取，请解压后再导入" in found.problem
    for folder in ("一局", "二局"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "表.xlsx").write_bytes(b"PK")
    given = [tmp_path / "一局" / "表.xlsx", tmp_path / "二局" / "表.xlsx"]
    assert [file.name for file in collect_files(given)] == ["一局/表.xlsx", "二局/表.xlsx"]
