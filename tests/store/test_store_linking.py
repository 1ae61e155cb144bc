"""Which documents are versions of one report, and which merely resemble each other."""

from __future__ import annotations

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from report_miner import store
from report_miner.store.linking import DAY, Version, superseding
from report_miner.store.sketch import resemblance, sketch

from .samples import mined, put

CLAUSES = [f"第{n}项工作由财政局组织{n}个单位逐一落实到位" for n in range(40)]
REPORT = "，".join(CLAUSES) + "。共评审项目12个。"


def test_a_resubmission_supersedes_and_both_are_kept(connection: sqlite3.Connection) -> None:
    put(connection, mined(REPORT, "陇县.txt"), mtime=1)
    put(connection, mined(REPORT.replace("12个", "13个"), "陇县（修订）.txt"), mtime=2)
    store.link_documents(connection)
    rows = connection.execute(
        "SELECT d.path, n.path FROM document d LEFT JOIN document n ON n.id = d.superseded_by ORDER BY d.path"
    ).fetchall()
    assert [tuple(row) for row in rows] == [("陇县.txt", "陇县（修订）.txt"), ("陇县（修订）.txt", None)]
    facts = {fact.document: fact.superseded for fact in store.read_facts(connection)}
    assert facts == {"陇县.txt": True, "陇县（修订）.txt": False}
    (issue,) = connection.execute("SELECT title FROM issue WHERE kind = 'superseded'").fetchall()
    assert "陇县（修订）.txt" in issue[0]


def test_two_kinds_of_report_of_one_unit_and_year_are_no_versions(connection: sqlite3.Connection) -> None:
    put(connection, mined(REPORT, "绩效.txt"))
    put(connection, mined("预算草案说明，收入安排如下，共有项目90个，支出安排如下。", "预算.txt"))
    store.link_documents(connection)
    assert connection.execute("SELECT COUNT(*) FROM document WHERE superseded_by IS NOT NULL").fetchone()[0] == 0


def test_near_duplicates_of_other_units_are_named(connection: sqlite3.Connection) -> None:
    put(connection, mined(REPORT, "a.txt"))
    put(connection, mined(REPORT.replace("12个", "14个"), "b.txt", "麟游县", "610329"))
    put(connection, mined("泸县另有自己的话要说，评审项目3个。", "c.txt", "泸县", "510521"))
    store.link_documents(connection)
    store.link_documents(connection)
    rows = connection.execute(
        "SELECT d.path, i.title FROM issue i JOIN document d ON d.id = i.document WHERE i.kind = 'near_duplicate'"
    ).fetchall()
    assert [row[0] for row in rows] == ["b.txt"] and "a.txt" in rows[0][1]


def version(name: str, dated: str = "", mtime: int = 0, unit: str = "陇县", medium: str = "txt") -> Version:
    return Version(name, f"{name}.txt", unit, "2023", "工作总结", dated, mtime, "", medium)


def pairs(*versions: Version) -> list[tuple[str, str, bool]]:
    return [(pair.old, pair.new, pair.later) for pair in superseding(versions)]


def test_the_date_of_signature_decides_before_the_file_time() -> None:
    assert pairs(version("a", "2024-02-01", 1), version("b", "2024-01-01", 2)) == [("b", "a", True)]
    assert pairs(version("a", mtime=5 * DAY), version("b", mtime=4 * DAY)) == [("b", "a", True)]
    assert pairs(version("a"), version("b", unit="泸县"), version("c", unit="")) == []


def test_where_no_date_decides_the_path_does_and_nothing_is_called_newer() -> None:
    assert pairs(version("a", "", 1), version("b", "2024-01-01", 2)) == [("a", "b", False)]
    assert pairs(version("a", mtime=7), version("b", mtime=3)) == [("a", "b", False)]
    assert pairs(version("a"), version("b"), version("c")) == [("a", "c", False), ("b", "c", False)]


def test_where_no_date_decides_the_format_that_tells_places_stands() -> None:
    assert pairs(version("a", medium="pdf"), version("b")) == [("b", "a", False)]
    assert pairs(version("a", medium="docx"), version("b", medium="xlsx")) == [("b", "a", False)]
    assert pairs(version("a", "2024-01-01", medium="pdf"), version("b", "2024-02-01")) == [("a", "b", True)]


def test_what_is_said_claims_no_more_than_is_known(connection: sqlite3.Connection) -> None:
    put(connection, mined(REPORT, "a.txt"))
    put(connection, mined(REPORT + "特此报告。", "b.txt"))
    store.link_documents(connection)
    (row,) = connection.execute("SELECT title FROM issue WHERE kind = 'superseded'").fetchall()
    assert "b.txt" in row[0]
    assert "较新" not in row[0]
    assert "请核对" in row[0]


@given(st.lists(st.text(min_size=8, max_size=12), max_size=30), st.lists(st.text(min_size=8, max_size=12), max_size=30))
def test_resemblance_is_a_symmetric_share(one: list[str], other: list[str]) -> None:
    a, b = sketch("，".join(one)), sketch("，".join(other))
    assert resemblance(a, b) == resemblance(b, a)
    assert 0.0 <= resemblance(a, b) <= 1.0
    assert resemblance(a, a) == (1.0 if a else 0.0)
