"""The corpus fits the shared scorers and shares no sentence with the published reports."""

import json
import re
import sqlite3
import subprocess
import sys

import pytest

from .conftest import ROOT

CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared"
GOLD = [json.loads(line) for line in (CORPUS / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
RUN_OF_IDEOGRAPHS = 18
"""Longer than any formula of office (``全方位、全过程、全覆盖的预算绩效管理体系``), shorter than a sentence."""

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")


def database_of_gold(path):
    """A database that holds just the gold labels, and every stated relation as a finding."""
    connection = sqlite3.connect(path)
    attributes = ["unit", "modifier", "measure", "stage", "outcome", "subject", "period_start", "period_end"]
    columns = ["document", "char_start", "char_end", "raw", "value", *attributes]
    connection.execute(f"create table figure_flat ({', '.join(columns)})")
    rows = [
        [g["document"], g["start"], g["end"], g["raw"], g["value"][0], *(g[name][0] for name in attributes)]
        for g in GOLD
    ]
    connection.executemany(f"insert into figure_flat values ({', '.join('?' * len(columns))})", rows)
    place = {g["id"]: {"document": g["document"], "start": g["start"], "end": g["end"]} for g in GOLD}
    connection.execute("create table finding_flat (kind, verdict, members, explanation)")
    for line in (CORPUS / "checks.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        kind, names, stated, shown = line.split("\t")
        members = json.dumps([place[name] for name in names.split(",")])
        verdict = "holds" if stated == "Y" else "fails"
        connection.execute("insert into finding_flat values (?, ?, ?, ?)", [kind, verdict, members, shown])
    connection.commit()
    connection.close()


def run(script, *arguments):
    return subprocess.run(
        [sys.executable, SHARED / script, *arguments], capture_output=True, text=True, check=True
    ).stdout


def test_labels_scored_against_themselves_are_perfect(tmp_path):
    database_of_gold(tmp_path / "gold.db")
    scores = json.loads(run("score.py", tmp_path / "gold.db", CORPUS / "gold.jsonl"))
    assert scores["gold"] == len(GOLD)
    assert scores["strict_PRF"] == [1.0, 1.0, 1.0]
    assert scores["right_modifier"] == 1.0


def test_stated_relations_scored_against_themselves_are_perfect(tmp_path):
    database_of_gold(tmp_path / "gold.db")
    scores = json.loads(run("score_checks.py", tmp_path / "gold.db", CORPUS / "checks.tsv", CORPUS / "gold.jsonl"))
    assert scores["recall"] == 1.0
    assert scores["extra_fails"] == 0


def ideographs(text):
    return re.sub(r"[^一-鿿]", "", text)


def test_no_sentence_is_taken_from_a_published_report(sources):
    folders = [SHARED / "reports" / name for name in ("seeds", "text", "html")]
    published = "\n".join(
        ideographs(re.sub(r"<[^>]*>", "", path.read_text(encoding="utf-8", errors="replace")))
        for folder in folders
        for path in sorted(folder.iterdir())
    )
    runs = {published[i : i + RUN_OF_IDEOGRAPHS] for i in range(len(published) - RUN_OF_IDEOGRAPHS)}
    for source, rendered in sources:
        text = ideographs(rendered.text)
        taken = [text[i : i + RUN_OF_IDEOGRAPHS] for i in range(len(text) - RUN_OF_IDEOGRAPHS + 1)]
        assert [piece for piece in taken if piece in runs] == [], source.stem
