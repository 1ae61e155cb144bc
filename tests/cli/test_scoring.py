"""Scores agree with the published scoring; a ticked sheet gives precision with its interval."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from report_miner import scoring, store
from report_miner.model import Span
from report_miner.scoring.scores import in_list, in_table

from .conftest import ROOT, Run

SHARED = ROOT.parent / "shared"
GOLD = ROOT / "corpus" / "gold.jsonl"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the real reports are not here")


@needs_shared
@pytest.mark.parametrize("gold", ["seeds", "real"])
def test_same_numbers_as_the_published_scoring(run: Run, tmp_path: Path, gold: str) -> None:
    database = tmp_path / "x.db"
    run("mine", SHARED / "reports" / "seeds", SHARED / "reports" / "text", "--db", database, "--workers", 2)
    path = SHARED / "gold" / f"{gold}.jsonl"
    windows = SHARED / "gold" / "real.windows.tsv"
    options = ["--windows", str(windows)] if gold == "real" else []
    done = subprocess.run(
        [sys.executable, str(SHARED / "score.py"), str(database), str(path), *options],
        capture_output=True,
        text=True,
        check=True,
    )
    published = json.loads(done.stdout)
    passages = scoring.read_windows(windows) if options else {}
    connection = store.open_readonly(database)
    figures = scoring.read_gold([path])
    ours = scoring.score(scoring.compare(figures, scoring.read_figures(connection, figures, passages)))
    connection.close()
    assert ours.gold == published["gold"] and ours.predicted == published["predicted"]
    assert ours.false_positives == published["false_positives"]
    assert round(ours.found_recall, 4) == published["found_recall"]
    assert round(ours.value_unit_right, 4) == published["value_unit_right_of_found"]
    for ratio, name in (
        (ours.value_unit, "value_unit_PRF"),
        (ours.strict, "strict_PRF"),
        (ours.strict_in_chain, "strict_in_chain_PRF"),
    ):
        assert [round(part, 4) for part in (ratio.precision, ratio.recall, ratio.f1)] == published[name]
    for name, share in ours.attributes.items():
        assert round(share, 4) == published[f"right_{name}"]
    result = run("score", database, path, *options)
    assert result.exit_code == 0 and f"{ours.strict.f1:.4f}" in result.output


def test_slices_cover_every_figure_once(mined: Path) -> None:
    connection = store.open_readonly(mined)
    gold = scoring.read_gold([GOLD])
    comparison = scoring.compare(gold, scoring.read_figures(connection, gold, {}))
    found = scoring.slices(comparison, scoring.read_texts(connection, gold))
    connection.close()
    for kind in ("measure", "modifier", "list", "table", "subject"):
        assert sum(each.gold for each in found if each.kind == kind) == len(gold)
    assert all(each.strict <= each.found <= each.gold for each in found)


def test_a_miss_says_what_became_of_the_quantity(run: Run, tmp_path: Path) -> None:
    """No number there, a rule that ignored it, or another span."""
    text = "陇县2023年评审项目12个，见陇财〔2023〕2号。"
    report, database, gold = tmp_path / "a.txt", tmp_path / "x.db", tmp_path / "gold.jsonl"
    report.write_text(text, encoding="utf-8")
    run("mine", report, "--db", database, "--workers", 1)
    lines = []
    for name, words in (("none", "评审"), ("ignored", "2023〕2号"), ("found", "12个")):
        start = text.index(words)
        lines.append(entry(name, start, start + len(words), words))
    gold.write_text("\n".join(lines), encoding="utf-8")
    connection = store.open_readonly(database)
    figures = scoring.read_gold([gold])
    comparison = scoring.compare(figures, scoring.read_figures(connection, figures, {}))
    why = {miss.figure.id: miss.why for miss in scoring.misses(connection, comparison)}
    connection.close()
    assert set(why) == {"none", "ignored"}
    assert why["none"] == "此处没有认出数量" and "不计" in why["ignored"]
    assert "ignored" in run("score", database, gold).output


def entry(name: str, start: int, end: int, raw: str) -> str:
    answers = {attribute: [""] for attribute in scoring.gold.ATTRIBUTES} | {"measure": ["project_count"]}
    figure = {"id": name, "document": "a.txt", "start": start, "end": end, "raw": raw, "value": ["1"], "unit": ["个"]}
    return json.dumps(figure | answers, ensure_ascii=False)


def test_bad_gold_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(scoring.GoldError, match="第 1 行"):
        scoring.read_gold([path])


@pytest.mark.parametrize(
    ("text", "raw", "listed", "cell"),
    [
        ("评审项目12个、政策3个。", "12个", True, False),
        ("评审项目12个、政策3个。", "3个", True, False),
        ("评审项目12个，政策3个。", "3个", False, False),
        ("项目\t12\t送审", "12", False, True),
        ("项目\n 12\n送审", "12", False, True),
    ],
)
def test_what_counts_as_list_and_table(text: str, raw: str, listed: bool, cell: bool) -> None:
    start = text.index(raw)
    figure = scoring.GoldFigure("x", "a.txt", Span(start, start + len(raw)), raw, (), (), {})
    assert (in_list(figure, text), in_table(figure, text)) == (listed, cell)


def test_a_sheet_is_drawn_ticked_and_read_back(run: Run, mined: Path, tmp_path: Path) -> None:
    out = tmp_path / "sample.xlsx"
    assert run("sample", mined, "--n", 10, "--seed", 3, "--out", out).exit_code == 0
    book = load_workbook(out)
    sheet = book["核对"]
    heading = [cell.value for cell in sheet[1]]
    assert sheet.max_row == 11 and not {"规则", "把握"} & set(heading)
    for row in range(2, 12):
        assert "【" in sheet.cell(row, heading.index("原文") + 1).value
        sheet.cell(row, heading.index("数值对否") + 1).value = "√" if row < 10 else "×"
    book.save(out)
    connection = store.open_readonly(mined)
    known = frozenset(row[0] for row in connection.execute("SELECT id FROM figure"))
    drawn = scoring.draw(connection, 10, 3)
    assert drawn == scoring.draw(connection, 10, 3) != scoring.draw(connection, 10, 4)
    connection.close()
    found = {each.attribute: each for each in scoring.read_sheet(out, known)}
    assert (found["value"].right, found["value"].judged) == (8, 10)
    assert (found["unit"].judged, found["all"].right) == (0, 8)
    assert found["value"].low == pytest.approx(0.4902, abs=1e-4)
    assert found["value"].high == pytest.approx(0.9433, abs=1e-4)
    assert "80.0%" in run("sample", mined, "--read", out).output


@pytest.mark.parametrize("mark", ["也许", "2"])
def test_a_mark_that_says_nothing_is_refused(run: Run, mined: Path, tmp_path: Path, mark: str) -> None:
    out = tmp_path / "sample.xlsx"
    run("sample", mined, "--n", 2, "--out", out)
    book = load_workbook(out)
    sheet = book["核对"]
    sheet.cell(2, [cell.value for cell in sheet[1]].index("单位对否") + 1).value = mark
    book.save(out)
    result = run("sample", mined, "--read", out)
    assert result.exit_code == 2 and mark in result.output


def test_a_sheet_of_another_database_is_refused(run: Run, mined: Path, tmp_path: Path) -> None:
    out = tmp_path / "sample.xlsx"
    run("sample", mined, "--n", 2, "--out", out)
    other = tmp_path / "other.db"
    store.open_database(other).close()
    assert run("sample", other, "--read", out).exit_code == 2
    assert run("sample", other, "--out", out).exit_code == 2


@given(st.integers(0, 500), st.integers(0, 500))
def test_wilson_interval_holds_the_share(right: int, wrong: int) -> None:
    low, high = scoring.wilson(right, right + wrong)
    assert 0.0 <= low <= high <= 1.0
    if right + wrong:
        assert low <= right / (right + wrong) + 1e-12 and high >= right / (right + wrong) - 1e-12
