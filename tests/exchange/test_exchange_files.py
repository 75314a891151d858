"""Reading and replacing files of people."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.errors import InvalidInput, NotFound
from qualcode.exchange.files import content_of, replacing, save


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old")
    with replacing(file) as out:
        out.write(b"new")
        assert file.read_text() == "old"
    assert file.read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    save(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_a_device_is_written_to_and_not_replaced() -> None:
    save(Path("/dev/null"), "gone")
    assert not Path("/dev/null").is_file()


def test_what_cannot_be_written_or_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place, reason in ((".", "it is a folder"), ("none/a.txt", "its folder is not"), ("file/a.txt", "its folder")):
        with pytest.raises(InvalidInput, match=f"cannot be written: {reason}"):
            save(tmp_path / place, "x")
    with pytest.raises(InvalidInput, match="cannot be read"):
        content_of(tmp_path)
    with pytest.raises(NotFound):
        content_of(tmp_path / "none.txt")
