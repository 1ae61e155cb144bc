"""The challenge set scored from the command line, and what confidence is worth."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from report_miner import scoring
from report_miner.model import Span
from report_miner.scoring import Comparison
from report_miner.scoring.gold import ATTRIBUTES, GoldFigure
from report_miner.scoring.matching import Match, ReadFigure

from .conftest import ROOT, Run

CHALLENGE = ROOT / "corpus" / "challenge.jsonl"
PUBLISHED = ROOT.parent / "shared" / "score.py"


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the published scoring is not here")
def test_same_numbers_as_the_published_scoring(tmp_path: Path) -> None:
    passages = scoring.read_challenge(CHALLENGE, held_back=False)
    database, gold = tmp_path / "c.db", tmp_path / "c.jsonl"
    connection = scoring.mine_challenge(passages, database)
    figures = scoring.gold_of(passages)
    ours = scoring.score(scoring.compare(figures, scoring.read_figures(connection, figures, {})))
    connection.close()
    lines = []
    for line in CHALLENGE.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if not entry["held_back"]:
            head = len(f"{entry['title']}\n\n")
            lines += [
                json.dumps(
                    {
                        **figure,
                        "document": entry["id"],
                        "id": f"{entry['id']}#{number}",
                        "start": figure["start"] + head,
                        "end": figure["end"] + head,
                    }
                )
                for number, figure in enumerate(entry["figures"])
            ]
    gold.write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(PUBLISHED), str(database), str(gold)], capture_output=True, text=True, check=True
    )
    published = json.loads(done.stdout)
    strict = [round(part, 4) for part in (ours.strict.precision, ours.strict.recall, ours.strict.f1)]
    assert strict == published["strict_PRF"]
    assert (ours.gold, ours.predicted, ours.false_positives) == (
        published["gold"],
        published["predicted"],
        published["false_positives"],
    )


@pytest.fixture
def challenge(tmp_path: Path) -> Path:
    """Two passages, the second held back; in each one label that cannot be right."""
    path = tmp_path / "challenge.jsonl"
    wrong = {name: ["nothing"] for name in ATTRIBUTES}
    lines = [
        {
            "id": name,
            "text": text,
            "unit": "陇县",
            "year": "2023",
            "held_back": held,
            "figures": [{"start": 4, "end": 8, "raw": raw, "value": ["1"], "unit": ["个"], **wrong}],
        }
        for name, text, raw, held in (
            ("p1", "评审项目123个。", "123个", False),
            ("p2", "评价项目456个。", "456个", True),
        )
    ]
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return path


def test_of_the_held_back_third_totals_alone_are_told(run: Run, challenge: Path) -> None:
    told = run("score", "--challenge", challenge)
    held = run("score", "--challenge", challenge, "--held-back")
    assert told.exit_code == held.exit_code == 0
    assert "slices" in told.output and "slices" not in held.output
    assert "456个" not in held.output and "p2" not in held.output + told.output


@pytest.mark.parametrize("arguments", [(), ("x.db",), ("x.db", "gold.jsonl", "--challenge", "c.jsonl")])
def test_a_database_with_gold_or_a_challenge_is_wanted(run: Run, arguments: tuple[str, ...]) -> None:
    result = run("score", *arguments)
    assert result.exit_code == 2 and "--challenge" in result.output


def test_a_bad_line_is_named(run: Run, challenge: Path) -> None:
    challenge.write_text(challenge.read_text(encoding="utf-8") + "\n{}\n", encoding="utf-8")
    result = run("score", "--challenge", challenge)
    assert result.exit_code == 2 and "第 3 行" in result.output


def test_calibration_counts_what_is_sure_and_what_is_right() -> None:
    """Two of three figures are sure, one of these is right; the false positive counts as wrong."""
    answers = dict.fromkeys(ATTRIBUTES, ("x",))
    gold = GoldFigure("g", "d", Span(0, 2), "1个", ("1",), ("个",), answers)
    read = ReadFigure("d", Span(0, 2), "1个", "1", "个", dict.fromkeys(ATTRIBUTES, "x"), "", 0.96)
    right = Match(gold, read, True, True, frozenset(ATTRIBUTES))
    wrong = Match(gold, replace(read, confidence=0.92), False, True, frozenset(ATTRIBUTES))
    missed = Match(gold, None)
    surplus = replace(read, confidence=0.4)
    told = scoring.calibrate([Comparison((right, wrong, missed), (surplus,), 3)])
    assert (told.read, told.sure, told.sure_right) == (3, 2 / 3, 0.5)
    assert [(each.low, each.count, each.right) for each in told.bins] == [(0.0, 1, 0.0), (0.9, 1, 0.0), (0.95, 1, 1.0)]
