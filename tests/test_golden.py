"""The exports of the sample study, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import golden


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    golden.write(folder)
    return folder


@pytest.mark.parametrize("name", golden.COMMANDS)
def test_export_is_as_it_should_be(written: Path, name: str) -> None:
    made, wanted = golden.parts(written / name), golden.parts(golden.EXPORTS / name)
    assert made.keys() == wanted.keys()
    for part, content in wanted.items():
        assert made[part] == content, f"{name} {part}: if the change is wanted, run `make exports` and look at the diff"


def test_nothing_stands_in_exports_that_is_no_longer_made() -> None:
    assert {path.name for path in golden.EXPORTS.iterdir()} - {"README.md"} == set(golden.COMMANDS)
