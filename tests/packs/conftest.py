from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from report_miner.packs.load import default_folder

MakePack = Callable[..., Path]


@pytest.fixture
def make_pack(tmp_path: Path) -> MakePack:
    """A copy of the shipped pack with further files (name → text), or with these files alone."""

    def make(*, alone: bool = False, **files: str) -> Path:
        folder = tmp_path / "pack"
        if alone:
            folder.mkdir()
        else:
            shutil.copytree(default_folder(), folder)
        for name, text in files.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return folder

    return make
