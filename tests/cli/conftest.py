from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from report_miner.cli import main

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "corpus" / "reports"

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def run() -> Run:
    """Run the command line in this process; a fault of ours (not a refusal) fails the test."""

    def invoke(*arguments: object) -> Result:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@pytest.fixture(scope="session")
def mined(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the sample reports, mined once."""
    path = tmp_path_factory.mktemp("cli") / "corpus.db"
    result = run("mine", REPORTS, "--db", path, "--workers", 2)
    assert result.exit_code == 0, result.output
    return path
