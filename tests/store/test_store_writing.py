"""What the database holds after writing: exact, replaceable a document at a time, the same in any order."""

from __future__ import annotations

import sqlite3
from array import array
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from report_miner import store
from report_miner.model import CharBoxes, Document, Issue, Medium, Page, Span, View
from report_miner.store import Fingerprint, Written
from report_miner.store.rows import box

from .samples import STAMP, TEXT, mined, put

FLAT = [
    "document",
    "char_start",
    "char_end",
    "page",
    "raw",
    "value",
    "unit",
    "modifier",
    "cumulative",
    "measure",
    "stage",
    "outcome",
    "subject",
    "subject_code",
    "period_start",
    "period_end",
    "activity_id",
    "parent_activity_id",
    "counted",
    "rule",
    "sentence",
    "scope",
    "actor",
    "period_part",
    "period_basis",
    "confidence",
]


def dump(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables but ``run``, sorted."""
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        table: sorted((tuple(row) for row in connection.execute(f"SELECT * FROM {table}")), key=repr)
        for table in tables
        if table != "run"
    }


def test_contract_columns_in_order(connection: sqlite3.Connection) -> None:
    """Outside tools read these views: names and order are a promise, new columns come at the end."""
    names = [column[0] for column in connection.execute("SELECT * FROM figure_flat").description]
    assert names[: len(FLAT)] == FLAT
    names = [column[0] for column in connection.execute("SELECT * FROM finding_flat").description]
    expected = ["document", "kind", "verdict", "reason", "severity", "explanation", "members", "suspects", "repairs"]
    assert names[: len(expected)] == expected
    names = [column[0] for column in connection.execute("SELECT * FROM activity_wide").description]
    expected = [
        "subject",
        "period",
        "stage",
        "projects",
        "departments",
        "submitted",
        "approved",
        "reduced",
        "rate",
        "involved",
    ]
    assert names[: len(expected)] == expected


def test_values_exact_and_nothing_null_in_the_flat_view(connection: sqlite3.Connection) -> None:
    put(connection, mined())
    rows = connection.execute("SELECT * FROM figure_flat ORDER BY char_start").fetchall()
    assert [row["value"] for row in rows] == ["12", "12005000", "10000000", "2005000", "16.7", "2"]
    assert [row["raw"] for row in rows] == [TEXT[row["char_start"] : row["char_end"]] for row in rows]
    assert all(value is not None for row in rows for value in tuple(row))
    assert rows[0]["page"] == "" and rows[0]["outcome"] == "" and rows[-1]["outcome"] == "deferred"


def test_activity_wide_puts_a_review_side_by_side(connection: sqlite3.Connection) -> None:
    put(connection, mined())
    (row,) = connection.execute("SELECT * FROM activity_wide").fetchall()
    assert (row["subject"], row["period"], row["stage"]) == ("陇县", "2023", "review")
    assert (row["submitted"], row["approved"], row["reduced"]) == ("12005000", "10000000", "2005000")
    assert (row["projects"], row["rate"], row["deferred"], row["excellent"]) == ("12", "16.7", "2", "")


def test_activity_wide_takes_the_first_figure_in_the_text_not_the_smallest(connection: sqlite3.Connection) -> None:
    put(connection, mined("评审项目12个，其后又评审项目9个。"))
    assert connection.execute("SELECT projects FROM activity_wide").fetchone()[0] == "12"


def test_facts_read_back_what_was_written(connection: sqlite3.Connection) -> None:
    document = mined()
    put(connection, document)
    facts = store.read_facts(connection)
    assert [fact.id for fact in facts] == [figure.id for figure in document.figures]
    for fact, figure in zip(facts, document.figures, strict=True):
        assert fact.value == figure.quantity.value and fact.span == figure.quantity.span
        assert fact.value == fact.scale * type(fact.value)(fact.number)
        assert (fact.measure, fact.stage, fact.outcome) == (
            figure.labels.measure,
            figure.labels.stage,
            figure.labels.outcome,
        )
        assert fact.quote[fact.quote_at :].startswith(fact.raw)
    (activity,) = store.read_activities(connection)
    assert activity.figures == tuple(fact.id for fact in facts)
    (stored,) = store.read_documents(connection)
    assert (stored.text, stored.unit, stored.year) == (TEXT, "陇县", "2023")


def test_rerun_replaces_the_changed_document_and_leaves_the_others(connection: sqlite3.Connection) -> None:
    put(connection, mined(path="a.txt"))
    put(connection, mined("麟游县评审项目7个。", "b.txt", "麟游县", "610329"))
    others = connection.execute("SELECT * FROM figure_flat WHERE document = 'b.txt'").fetchall()
    written = put(connection, mined(TEXT.replace("12个", "13个"), "a.txt"), mtime=2)
    assert written is Written.REPLACED
    values = [row[0] for row in connection.execute("SELECT value FROM figure_flat WHERE document = 'a.txt'")]
    assert "13" in values and "12" not in values
    assert connection.execute("SELECT COUNT(*) FROM document").fetchone()[0] == 2
    assert connection.execute("SELECT * FROM figure_flat WHERE document = 'b.txt'").fetchall() == others


def test_same_bytes_are_stored_once_and_named_by_the_first_path(connection: sqlite3.Connection) -> None:
    put(connection, mined(path="b/陇县.txt"))
    assert put(connection, mined(path="c/陇县.txt")) is Written.SAME_BYTES
    put(connection, mined(path="a/陇县.txt"))
    assert [row[0] for row in connection.execute("SELECT path FROM document")] == ["a/陇县.txt"]
    assert connection.execute("SELECT COUNT(*) FROM document_path").fetchone()[0] == 3
    assert connection.execute("SELECT COUNT(*) FROM figure").fetchone()[0] == 6


def test_a_path_that_leaves_shared_bytes_leaves_the_document_to_the_others(connection: sqlite3.Connection) -> None:
    put(connection, mined(path="a.txt"))
    put(connection, mined(path="b.txt"))
    put(connection, mined("泸县评审项目3个。", "a.txt", "泸县", "510521"), mtime=2)
    paths = dict(connection.execute("SELECT unit, path FROM document").fetchall())
    assert paths == {"陇县": "b.txt", "泸县": "a.txt"}


def test_rows_do_not_depend_on_the_order_of_arrival(tmp_path: Path) -> None:
    documents = [
        mined(path="b.txt"),
        mined(path="a.txt"),
        mined(TEXT.replace("12个", "13个"), "c.txt"),
        mined("泸县评审项目3个，送审9万元。", "d.txt", "泸县", "510521"),
    ]
    dumps = []
    for number, order in enumerate(permutations(documents)):
        connection = store.open_database(tmp_path / f"{number}.db")
        for document in order:
            put(connection, document)
        store.link_documents(connection)
        dumps.append(dump(connection))
        connection.close()
    assert all(each == dumps[0] for each in dumps)


def test_a_failed_document_stands_with_its_reason(connection: sqlite3.Connection) -> None:
    rows = store.failed_rows("x.pdf", "", [Issue("encrypted", "文件已加密。")])
    store.write_document(connection, rows, Fingerprint("x.pdf", 1, 1, ""), STAMP)
    (stored,) = store.stored_files(connection)
    assert (stored.status, stored.failure) == ("failed", "encrypted 文件已加密。")
    put(connection, mined(path="x.pdf"))
    assert [row[0] for row in connection.execute("SELECT status FROM document")] == ["read"]
    assert connection.execute("SELECT COUNT(*) FROM issue").fetchone()[0] == 0


def test_a_write_that_fails_leaves_the_old_rows(connection: sqlite3.Connection) -> None:
    put(connection, mined(path="a.txt"))
    before = dump(connection)
    bad = store.rows_of(mined(TEXT.replace("12个", "13个"), "a.txt"))
    broken = type(bad)(
        **{name: getattr(bad, name) if name != "quantities" else ((bad.id, "x"),) for name in bad.__dataclass_fields__}
    )
    with pytest.raises(sqlite3.Error):
        store.write_document(connection, broken, Fingerprint("a.txt", 1, 2, ""), STAMP)
    assert dump(connection) == before


def test_foreign_keys_hold(connection: sqlite3.Connection) -> None:
    put(connection, mined())
    put(connection, mined(TEXT.replace("12个", "13个")), mtime=2)
    store.link_documents(connection)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_parts_carry_their_words_where_the_view_is_known(connection: sqlite3.Connection) -> None:
    document = mined()
    view = View(TEXT, TEXT, array("l", [0]), array("l", [0]))
    rows = store.rows_of(replace(document, view=view))
    store.write_document(connection, rows, Fingerprint("陇县.txt", 1, 1, ""), STAMP)
    (row,) = connection.execute("SELECT title, char_start, char_end FROM part").fetchall()
    assert tuple(row) == ("陇县2023年预算评审情况", 0, len(TEXT))


def test_box_of_a_figure_is_that_of_its_piece_on_its_own_page() -> None:
    """A figure cut by a page break must not get a box that reaches from one page's foot to the next one's head."""
    nan = float("nan")
    boxes = CharBoxes(
        left=array("d", [10, 16, nan, 10, 16]),
        top=array("d", [700, 700, nan, 40, 40]),
        right=array("d", [15, 21, nan, 15, 21]),
        bottom=array("d", [712, 712, nan, 52, 52]),
    )
    pages = (Page(1, Span(0, 3)), Page(2, Span(3, 5)))
    document = Document("a.pdf", "", Medium.PDF, "12\f万元", pages, boxes)
    assert box(document, Span(0, 5)) == (10, 700, 21, 712)
    assert box(document, Span(3, 5)) == (10, 40, 21, 52)
    assert box(document, Span(2, 3)) == (None, None, None, None)
    assert box(replace(document, boxes=None), Span(0, 5)) == (None, None, None, None)
