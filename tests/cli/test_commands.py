"""Every command a user types, on the project's sample reports, and every way to mistype it."""

from __future__ import annotations

import csv
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import REPORTS, Run

HEAVY = (
    "pandas",
    "jieba",
    "pdfplumber",
    "pypdfium2",
    "lxml",
    "openpyxl",
    "pydantic",
    "rich",
    "spacy",
    "yaml",
)


def figures(mined: Path, where: str = "1") -> list[sqlite3.Row]:
    connection = sqlite3.connect(mined)
    connection.row_factory = sqlite3.Row
    rows = connection.execute(f"SELECT * FROM figure_flat WHERE {where} ORDER BY document, char_start").fetchall()
    connection.close()
    return rows


def test_help_imports_nothing_heavy() -> None:
    """Start-up time is a promise; what breaks it is an import at the top of a module."""
    code = (
        "import sys\nfrom report_miner.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        f"print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "HEAVY []"


@pytest.mark.parametrize(
    "command",
    "mine show trace explain check correct corrections search score sample export index patterns".split(),  # noqa: SIM905
)
def test_every_command_has_help(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0 and "Usage" in result.output


def test_mine_again_reads_nothing_and_ends_well(run: Run, mined: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(mined, copy)
    before = [tuple(row) for row in figures(copy)]
    result = run("mine", REPORTS, "--db", copy)
    assert result.exit_code == 0 and "未变动" in result.output
    assert [tuple(row) for row in figures(copy)] == before and before


def test_mine_says_what_failed_and_exits_with_1(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "good.txt").write_text("陇县2023年评审项目12个。", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    result = run("mine", folder, tmp_path / "nowhere.txt", "--db", tmp_path / "x.db", "--workers", 1)
    assert result.exit_code == 1
    assert "empty.txt" in result.output and "nowhere.txt" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("mine",),
        ("mine", "x", "--workers", "0"),
        ("nonsense",),
        ("show", "nowhere.db"),
        ("trace", "nowhere.db", "abc"),
        ("score", "nowhere.db", "gold.jsonl"),
        ("export", "nowhere.db", "--out", "x.doc"),
        ("mine", "x", "--manifest", "nowhere.csv"),
    ],
)
def test_usage_errors_exit_with_2(run: Run, arguments: tuple[str, ...], tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output


def test_mine_refuses_a_database_that_is_not_ours(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    theirs = sqlite3.connect(path)
    theirs.execute("CREATE TABLE holiday (day TEXT)")
    theirs.close()
    result = run("mine", REPORTS, "--db", path)
    assert result.exit_code == 2 and "不是 report-miner 的数据库" in result.output


def test_manifest_overrides(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("全年评审项目12个。", encoding="utf-8")
    manifest = tmp_path / "files.csv"
    manifest.write_text("文件,单位,年度\na.txt,麟游县,2021\n", encoding="gb18030")
    result = run("mine", tmp_path / "a.txt", "--db", tmp_path / "x.db", "--manifest", manifest, "--workers", 1)
    assert result.exit_code == 0
    (row,) = figures(tmp_path / "x.db")
    assert (row["subject"], row["period_end"]) == ("麟游县", "2021")


def test_show_lists_documents_and_figures(run: Run, mined: Path) -> None:
    result = run("show", mined)
    names = [path.name for path in REPORTS.iterdir()]
    assert result.exit_code == 0 and all(name in result.output for name in names)
    name = names[0]
    result = run("show", mined, "--document", name.split(".")[0])
    assert all(row["raw"] in result.output for row in figures(mined, f"document = '{name}'"))
    assert run("show", mined, "--document", "no such report").exit_code == 2
    assert run("show", mined, "--document", ".txt").exit_code == 2


def test_trace_shows_quote_place_rule_and_inheritance(run: Run, mined: Path) -> None:
    for row in figures(mined)[:40]:
        result = run("trace", mined, row["figure_id"])
        assert result.exit_code == 0
        assert row["rule"] in result.output and row["subject"] in result.output
        assert f"第{row['char_start']}—{row['char_end']}字" in result.output
        assert "【" in result.output
    assert run("trace", mined, "zzzz").exit_code == 2
    assert run("trace", mined, "").exit_code == 2


def test_explain_names_figures_rules_and_what_was_left_out(run: Run) -> None:
    result = run(
        "explain", "全县评审项目12个，送审1,200.5万元（陇财〔2023〕2号）。", "--unit", "陇县", "--year", "2023"
    )
    assert result.exit_code == 0
    for words in ("12个", "project_count", "12005000 元", "amount_submitted", "陇县", "按规则不计"):
        assert words in result.output
    assert run("patterns", "explain", "评审项目12个。").exit_code == 0


def test_export_opens_in_excel_with_chinese_intact(run: Run, mined: Path, tmp_path: Path) -> None:
    rows = figures(mined)
    out = tmp_path / "out" / "figures.csv"
    assert run("export", mined, "--out", out).exit_code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as stream:
        exported = list(csv.DictReader(stream))
    assert [row["value"] for row in exported] == [row["value"] for row in rows]
    sheet = tmp_path / "figures.xlsx"
    assert run("export", mined, "--out", sheet).exit_code == 0
    from openpyxl import load_workbook

    book = load_workbook(sheet).active
    table = list(book.iter_rows(values_only=True))
    assert len(table) == len(rows) + 1 and book.freeze_panes == "A2" and book.auto_filter.ref
    column = {head: number for number, head in enumerate(table[0])}
    assert column["文件"] == 0 and [row[column["原文"]] for row in table[1:]] == [row["raw"] for row in rows]
    assert "审减金额" in {row[column["指标"]] for row in table}, "codes appear by their labels"


@pytest.mark.parametrize("view", ["figure_flat", "activity_wide", "finding_flat"])
def test_every_column_of_a_workbook_has_a_chinese_head(run: Run, mined: Path, tmp_path: Path, view: str) -> None:
    from openpyxl import load_workbook

    sheet = tmp_path / f"{view}.xlsx"
    assert run("export", mined, "--view", view, "--out", sheet).exit_code == 0
    heads = next(load_workbook(sheet).active.iter_rows(values_only=True))
    assert all(not str(head).isascii() for head in heads) and len(set(heads)) == len(heads)


@pytest.mark.parametrize("word", ["绩效", "审减", "送审", "评审"])
def test_search_finds_two_character_words(run: Run, mined: Path, tmp_path: Path, word: str) -> None:
    """Every sentence that holds the word is found, however its words are cut, at the place that is named."""
    copy = tmp_path / "copy.db"
    shutil.copy(mined, copy)
    assert run("index", copy).exit_code == 0
    result = run("search", copy, word, "--limit", 100_000)
    assert result.exit_code == 0
    connection = sqlite3.connect(copy)
    texts = dict(connection.execute("SELECT path, text FROM document").fetchall())
    connection.close()
    for line in result.output.splitlines():
        place, _, sentence = line.partition("  ")
        document, _, start = place.rpartition(":")
        assert "".join(texts[document][int(start) :].split()).startswith(sentence.strip())
    found = sum(line.count(word) for line in result.output.splitlines())
    assert found == sum("".join(text.split()).count(word) for text in texts.values())


def test_search_wants_all_words_and_says_when_there_are_none(run: Run, mined: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(mined, copy)
    lines = run("search", copy, "审减", "项目").output.splitlines()
    assert lines and all("审减" in line and "项目" in line for line in lines)
    nothing = run("search", copy, "月球")
    assert nothing.exit_code == 1 and "月球" in nothing.output


def test_check_exit_code_follows_the_verdicts(run: Run, tmp_path: Path) -> None:
    for text, code in (
        ("陇县2023年评审情况\n2023年，全县送审1234.56万元，审定1023.45万元，审减211.11万元。\n", 0),
        ("陇县2023年评审情况\n2023年，全县送审1234.56万元，审定1023.45万元，审减311.11万元。\n", 1),
    ):
        report, database = tmp_path / f"{code}.txt", tmp_path / f"{code}.db"
        report.write_text(text, encoding="utf-8")
        assert run("mine", report, "--db", database, "--workers", 1).exit_code == 0
        result = run("check", database, "--all")
        assert result.exit_code == code, result.output
        assert run("check", database, "--explain", 1).exit_code == code
        assert run("check", database, "--explain", 999).exit_code == 2


def test_a_bad_pack_is_named_with_file_and_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("name: bad\nmeasures:\n  - nonsense: 1\n", encoding="utf-8")
    result = run("patterns", "lint", tmp_path)
    assert result.exit_code == 1 and "bad.yaml:" in result.output
    assert run("patterns", "test", tmp_path).exit_code == 2


def test_the_shipped_pack_is_well_written(run: Run) -> None:
    result = run("patterns", "lint")
    assert result.exit_code == 0, result.output


def test_one_worker_and_two_give_the_same_rows(run: Run, mined: Path, tmp_path: Path) -> None:
    """With the real readers and rules: no state of one document may leak into the next."""
    alone = tmp_path / "one.db"
    assert run("mine", REPORTS, "--db", alone, "--workers", 1).exit_code == 0
    one, two = sqlite3.connect(alone), sqlite3.connect(mined)
    tables = [row[0] for row in one.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'run'")]
    for table in tables:
        first, second = (sorted(map(repr, each.execute(f"SELECT * FROM {table}"))) for each in (one, two))
        assert first == second, table
    one.close()
    two.close()


def test_show_puts_versions_together_and_names_twins(run: Run, tmp_path: Path) -> None:
    report = sorted(REPORTS.glob("gaozhou*"))[0].read_text(encoding="utf-8")
    folder = tmp_path / "reports"
    for name, text in {
        "a.txt": report,
        "b.txt": "陇县2023年评审项目12个。",
        "c/修订.txt": report + "\n补充说明如上。\n",
        "d/副本.txt": report,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    os.utime(folder / "a.txt", (1, 1))
    assert run("mine", folder, "--db", tmp_path / "x.db", "--workers", 1).exit_code == 0
    lines = [line for line in run("show", tmp_path / "x.db").output.splitlines() if ".txt" in line]
    assert [line.split()[1] for line in lines] == ["b.txt", "c/修订.txt", "a.txt"]
    assert "已被 c/修订.txt 取代" in lines[2] and "d/副本.txt" in lines[2]
