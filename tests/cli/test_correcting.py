"""A reviewer's corrections from the command line: kept beside the print, laid over in checks, taken back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from report_miner import store

from .conftest import Run

TEXT = "陇县2023年评审情况\n2023年，全县送审1234.56万元，审定1023.45万元，审减311.11万元。\n"


@pytest.fixture
def database(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "陇县.txt").write_text(TEXT, encoding="utf-8")
    path = tmp_path / "x.db"
    run("mine", tmp_path / "陇县.txt", "--db", path, "--workers", 1)
    return path


def figure_of(database: Path, raw: str) -> str:
    connection = sqlite3.connect(database)
    (figure,) = connection.execute("SELECT id FROM figure WHERE raw = ?", (raw,)).fetchone()
    connection.close()
    return str(figure)


def fact_of(database: Path, figure: str) -> store.Fact | None:
    connection = store.open_readonly(database)
    fact = store.read_fact(connection, figure)
    connection.close()
    return fact


def test_a_correction_is_laid_over_in_checks_until_it_is_withdrawn(run: Run, database: Path) -> None:
    figure = figure_of(database, "311.11万元")
    assert run("check", database).exit_code == 1
    done = run("correct", database, figure[:6], "--value", "211.11万元", "--by", "绩效科", "--note", "原件为211.11")
    assert done.exit_code == 0 and "2111100" in done.output
    assert run("check", database).exit_code == 0
    for told in (run("corrections", database).output, run("show", database, "--document", "陇县").output):
        assert all(words in told for words in ("311.11万元", "2111100", "绩效科", "原件为211.11"))
    assert "更正：审核人员改过数值" in run("trace", database, figure).output
    connection = sqlite3.connect(database)
    assert connection.execute("SELECT value FROM figure_flat WHERE raw = '311.11万元'").fetchone() == ("3111100",)
    connection.close()
    assert run("corrections", database, "--withdraw", 1).exit_code == 0
    assert run("check", database).exit_code == 1
    assert "没有更正" in run("corrections", database).output


def test_codes_are_taken_in_chinese_and_a_place_brings_its_code(run: Run, database: Path) -> None:
    figure = figure_of(database, "311.11万元")
    done = run(
        "correct",
        database,
        figure,
        "--stage",
        "事前绩效评估",
        "--outcome",
        "cut",
        "--subject",
        "凤翔区",
        "--by",
        "预算科",
    )
    assert done.exit_code == 0
    fact = fact_of(database, figure)
    assert fact is not None
    assert (fact.stage, fact.outcome, fact.subject, fact.subject_code) == ("ex_ante", "cut", "凤翔区", "610305")


def test_a_struck_figure_is_gone_and_can_come_back(run: Run, database: Path) -> None:
    figure = figure_of(database, "311.11万元")
    run("correct", database, figure, "--strike", "--by", "预算科")
    assert fact_of(database, figure) is None
    assert "corrections" in run("trace", database, figure).output
    run("corrections", database, "--withdraw", 1)
    assert fact_of(database, figure) is not None


@pytest.mark.parametrize(
    "options",
    [
        ("--by", "预算科"),
        ("--value", "很多", "--by", "预算科"),
        ("--value", "12个", "--by", "预算科"),
        ("--value", "nan", "--by", "预算科"),
        ("--stage", "乱写", "--by", "预算科"),
        ("--period-end", "去年", "--by", "预算科"),
        ("--value", "12", "--strike", "--by", "预算科"),
        ("--value", "12"),
    ],
)
def test_what_cannot_be_laid_over_is_refused_and_nothing_written(
    run: Run, database: Path, options: tuple[str, ...]
) -> None:
    result = run("correct", database, figure_of(database, "311.11万元"), *options)
    assert result.exit_code == 2, result.output
    assert "没有更正" in run("corrections", database).output


def test_unknown_figures_and_numbers_are_refused(run: Run, database: Path) -> None:
    assert run("correct", database, "zzz", "--value", "1", "--by", "预算科").exit_code == 2
    assert run("corrections", database, "--withdraw", 7).exit_code == 2


def test_a_database_of_the_first_version_keeps_its_corrections(run: Run, database: Path) -> None:
    """Version 1 had no notes; opening it for writing adds them."""
    figure = figure_of(database, "311.11万元")
    run("correct", database, figure, "--value", "2111100", "--by", "绩效科")
    connection = sqlite3.connect(database)
    connection.execute("ALTER TABLE correction DROP COLUMN note")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    assert "旧版结构" in run("corrections", database).output
    connection = store.open_database(database)
    (kept,) = store.read_corrections(connection)
    connection.close()
    assert (kept.value, kept.note) == ("2111100", "")
