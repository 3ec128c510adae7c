"""safe_write: the old file or the whole new one, and a true sentence."""

import errno

import pytest

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.foundation.files import safe_write


def test_new_content_replaces_old_and_leaves_no_temporary_file(tmp_path):
    target = tmp_path / "名册.xlsx"
    target.write_text("旧", encoding="utf-8")
    with safe_write(target) as path:
        path.write_text("新", encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "新"
    assert [found.name for found in tmp_path.iterdir()] == ["名册.xlsx"]


def test_failing_block_keeps_the_old_file(tmp_path):
    target = tmp_path / "名册.xlsx"
    target.write_text("旧", encoding="utf-8")

    def half(path):
        path.write_text("半", encoding="utf-8")
        raise ValueError

    with pytest.raises(ValueError), safe_write(target) as path:
        half(path)
    assert target.read_text(encoding="utf-8") == "旧"
    assert [found.name for found in tmp_path.iterdir()] == ["名册.xlsx"]


def test_full_disk_is_said(tmp_path):
    target = tmp_path / "名册.xlsx"
    with pytest.raises(DocumentError, match="磁盘空间已满"), safe_write(target):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert [found.name for found in tmp_path.iterdir()] == []


def test_missing_folder_is_said(tmp_path):
    with pytest.raises(DocumentError, match="文件夹不存在"), safe_write(tmp_path / "无" / "名册.xlsx"):
        pytest.fail("the block must not run")


def test_target_held_open_is_tried_again(tmp_path):
    target, waits = tmp_path / "名册.xlsx", []

    def replace(source, goal):
        if len(waits) < 3:
            raise PermissionError(errno.EACCES, "in use")
        source.replace(goal)

    with safe_write(target, replace=replace, sleep=waits.append) as path:
        path.write_text("新", encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "新"
    assert waits == [0.05, 0.1, 0.2]


def test_target_held_open_for_good_is_said(tmp_path):
    def replace(source, goal):
        raise PermissionError(errno.EACCES, "in use")

    waits = []
    with (
        pytest.raises(DocumentError, match="正被其他程序打开"),
        safe_write(tmp_path / "a.xlsx", replace=replace, sleep=waits.append),
    ):
        pass
    assert 2 <= sum(waits) <= 3
