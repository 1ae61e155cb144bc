"""The Python interface: quick to import, one call from file to frame."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import report_miner
from report_miner import store

from .conftest import REPORTS


def test_import_is_light() -> None:
    code = "import sys, report_miner; print([m for m in sys.modules if m.startswith('report_miner.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['report_miner._version']"
    with pytest.raises(AttributeError):
        report_miner.nonsense  # noqa: B018


def test_from_file_to_frame(tmp_path: Path) -> None:
    path = tmp_path / "陇县2023年.txt"
    path.write_text("全年评审项目12个，送审1200.50万元。", encoding="utf-8")
    result = report_miner.mine(report_miner.read(path))
    frame = result.figures_frame()
    assert list(frame["value"]) == [Decimal(12), Decimal(12005000)]
    assert list(frame["raw"]) == ["12个", "1200.50万元"] and set(frame["subject"]) == {"陇县"}
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.mined = None  # type: ignore[misc]


def test_frame_and_database_agree(mined: Path) -> None:
    """One reading, two ways out: the frame's columns and values are those of the view."""
    connection = store.open_readonly(mined)
    path = sorted(REPORTS.iterdir())[0]
    frame = report_miner.mine(report_miner.read(path)).figures_frame()
    columns = ", ".join(frame.columns)
    rows = connection.execute(
        f"SELECT {columns} FROM figure_flat WHERE document = ? ORDER BY char_start, char_end", (path.name,)
    ).fetchall()
    connection.close()
    ours = [
        tuple("" if value is None else str(value) if isinstance(value, Decimal) else value for value in row)
        for row in frame.itertuples(index=False, name=None)
    ]
    assert ours == [tuple(row) for row in rows] and rows
