"""A reviewer's work is never lost: corrections are laid over, survive a re-run, find their figure again."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest

from report_miner import store
from report_miner.model import Finding, FindingKind, Member, Repair, Severity, Span, Verdict

from .samples import TEXT, mined, put


def figure_of(connection: sqlite3.Connection, raw: str) -> str:
    return str(connection.execute("SELECT id FROM figure WHERE raw = ?", (raw,)).fetchone()[0])


def test_corrections_are_laid_over_and_the_print_stays(connection: sqlite3.Connection) -> None:
    put(connection, mined())
    figure = figure_of(connection, "12个")
    store.add_correction(connection, figure, "value", "14")
    store.add_correction(connection, figure, "measure", "policy_count")
    store.add_correction(connection, figure, "value", "15")
    fact = store.read_fact(connection, figure)
    assert fact is not None
    assert (fact.value, fact.measure, fact.corrected) == (Decimal(15), "policy_count", {"value", "measure"})
    flat = connection.execute("SELECT value, measure FROM figure_flat WHERE figure_id = ?", (figure,)).fetchone()
    assert tuple(flat) == ("12", "project_count")


def test_a_struck_out_figure_is_gone_from_the_facts(connection: sqlite3.Connection) -> None:
    put(connection, mined())
    figure = figure_of(connection, "12个")
    store.add_correction(connection, figure, "figure", "no")
    assert store.read_fact(connection, figure) is None
    assert len(store.read_facts(connection)) == 5


@pytest.mark.parametrize(
    ("attribute", "value"), [("colour", "red"), ("value", "viele"), ("measure", "none"), ("figure", "yes")]
)
def test_refuses_what_could_not_be_laid_over(
    connection: sqlite3.Connection,
    attribute: str,
    value: str,
) -> None:
    put(connection, mined())
    with pytest.raises(ValueError):
        store.add_correction(connection, figure_of(connection, "12个"), attribute, value)
    with pytest.raises(KeyError):
        store.add_correction(connection, "nothing", "value", "1")


def test_survives_the_same_bytes_read_again(connection: sqlite3.Connection) -> None:
    put(connection, mined())
    figure = figure_of(connection, "12个")
    store.add_correction(connection, figure, "value", "14")
    put(connection, mined(), mtime=5)
    fact = store.read_fact(connection, figure)
    assert fact is not None and fact.value == 14
    assert store.orphaned(connection) == []


def test_follows_its_words_into_a_changed_document(connection: sqlite3.Connection) -> None:
    put(connection, mined())
    store.add_correction(connection, figure_of(connection, "12个"), "value", "14")
    put(connection, mined("按要求补报如下。\n" + TEXT.replace("审定1000", "审定999")), mtime=2)
    fact = store.read_fact(connection, figure_of(connection, "12个"))
    assert fact is not None and fact.value == 14 and store.orphaned(connection) == []


def test_is_listed_as_orphaned_when_its_figure_is_gone_and_returns_with_it(
    connection: sqlite3.Connection,
) -> None:
    put(connection, mined())
    store.add_correction(connection, figure_of(connection, "12个"), "value", "14")
    put(connection, mined(TEXT.replace("12个", "13个")), mtime=2)
    (orphan,) = store.orphaned(connection)
    assert (orphan.raw, orphan.value, orphan.document) == ("12个", "14", "陇县.txt")
    put(connection, mined(), mtime=3)
    assert store.orphaned(connection) == []


def test_two_equal_numbers_with_equal_words_stay_orphaned(connection: sqlite3.Connection) -> None:
    """Tying a correction to the wrong figure would be worse than asking."""
    put(connection, mined("本月评审项目5个。下月另议。"))
    store.add_correction(connection, figure_of(connection, "5个"), "value", "6")
    put(connection, mined("本月评审项目5个。本月评审项目5个。下月另议。甲。"), mtime=2)
    assert len(store.orphaned(connection)) == 1


def finding(connection: sqlite3.Connection) -> Finding:
    facts = store.read_facts(connection)
    members = tuple(
        Member(fact.id, fact.document, fact.span, role, fact.raw, fact.value)
        for fact, role in zip(facts[1:4], ("submitted", "approved", "reduced"), strict=True)
    )
    repair = Repair((facts[2].id,), "digit", "10000000", "1200.50 − 1000 = 200.50")
    return Finding(
        facts[0].document,
        FindingKind.DIFFERENCE,
        Verdict.HOLDS,
        "",
        Severity.MANDATORY,
        "1200.50 − 1000 = 200.50（万元）",
        members,
        (facts[2].id,),
        (repair,),
    )


def test_findings_are_rebuilt_whole_and_read_back(connection: sqlite3.Connection) -> None:
    put(connection, mined())
    written = finding(connection)
    store.write_findings(connection, [written, written])
    store.write_findings(connection, [written])
    assert store.read_findings(connection) == [written]
    rows = connection.execute("SELECT role, suspect FROM finding_figure ORDER BY position").fetchall()
    assert [tuple(row) for row in rows] == [("submitted", None), ("approved", 1), ("reduced", None)]
    member = '{"document":"陇县.txt","start":%d,"end":%d,"role":"submitted","raw":"1200.50万元","value":"12005000"}'
    span = written.members[0].span
    members = connection.execute("SELECT members FROM finding_flat").fetchone()[0]
    assert members.startswith("[" + member % (span.start, span.end))


def test_findings_about_a_changed_document_go_and_others_stay(connection: sqlite3.Connection) -> None:
    put(connection, mined(path="a.txt"))
    other = mined("泸县送审9万元，审定8万元，审减1万元，审减率11%。", "b.txt", "泸县", "510521")
    put(connection, other)
    facts = store.read_facts(connection)
    a, b = (next(fact for fact in facts if fact.document == name) for name in ("a.txt", "b.txt"))
    findings = [
        Finding(
            fact.document, FindingKind.SUM, Verdict.HOLDS, "", Severity.HINT, "", (
                Member(fact.id, fact.document, Span(*fact.span), "total", fact.raw, fact.value),
            ),
        )
        for fact in (a, b)
    ]  # fmt: skip
    store.write_findings(connection, findings)
    put(connection, mined(TEXT.replace("12个", "13个"), "a.txt"), mtime=2)
    assert [found.document for found in store.read_findings(connection)] == ["b.txt"]


def test_search_finds_words_inside_chinese_text(tmp_path: Path) -> None:
    """unicode61 finds nothing in unspaced text and trigram nothing of two characters: jieba's words do."""
    connection = store.open_database(tmp_path / "search.db")
    put(connection, mined())
    assert store.build_index(connection) > 0
    assert store.build_index(connection) == 0
    (hit,) = store.search(connection, "暂缓")
    assert TEXT[hit.char_start : hit.char_end] == hit.sentence == "暂缓项目2个。"
    put(connection, mined(TEXT.replace("暂缓", "中止")), mtime=2)
    store.build_index(connection)
    assert store.search(connection, "暂缓") == []
    assert store.search(connection, "！") == []
    connection.close()
