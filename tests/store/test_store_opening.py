"""Opening: what is created, what is migrated, and what is refused in one sentence."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from report_miner import model, store
from report_miner.store import database, labels, schema


def test_creates_folders_and_stamps(tmp_path: Path) -> None:
    path = tmp_path / "new" / "reports.db"
    connection = store.open_database(path)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == schema.SCHEMA_VERSION
    assert connection.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION_ID
    connection.close()
    store.open_database(path).close()


def test_every_code_has_its_labels() -> None:
    """A code without a label could not be stored: foreign keys would refuse the figure."""
    lookups = {name: {label.code for label in entries} for name, entries in labels.LOOKUPS}
    for name, codes in (
        ("measure", model.Measure),
        ("stage", model.Stage),
        ("outcome", model.Outcome),
        ("modifier", model.Modifier),
        ("scope", model.Scope),
        ("actor", model.Actor),
    ):
        assert lookups[name] == {code.value for code in codes if code.value}


def test_refuses_a_newer_database(tmp_path: Path) -> None:
    path = tmp_path / "reports.db"
    connection = store.open_database(path)
    connection.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    connection.close()
    for opener in (store.open_database, store.open_readonly):
        with pytest.raises(store.StoreError, match="先升级程序"):
            opener(path)


def test_refuses_a_database_that_is_not_ours_and_leaves_it_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    theirs = sqlite3.connect(path)
    theirs.execute("CREATE TABLE holiday (day TEXT)")
    theirs.commit()
    theirs.close()
    before = path.read_bytes()
    with pytest.raises(store.StoreError, match="不是 report-miner 的数据库"):
        store.open_database(path)
    assert path.read_bytes() == before


def test_refuses_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"PK\x03\x04" + b"no database " * 100)
    with pytest.raises(store.StoreError, match="不是数据库"):
        store.open_database(path)


def test_missing_database_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(store.StoreError, match="report-miner mine"):
        store.open_readonly(tmp_path / "none.db")


def test_locked_database_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    path = tmp_path / "reports.db"
    store.open_database(path).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(store.StoreError, match="正被其他程序占用"):
        store.open_database(path)
    holder.close()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("database or disk is full", "磁盘已满"),
        ("attempt to write a readonly database", "没有写入权限"),
        ("unable to open database file", "打不开"),
        ("disk I/O error", "磁盘出错"),
        ("something new", "something new"),
    ],
)
def test_what_sqlite_says_becomes_one_sentence(words: str, sentence: str) -> None:
    message = str(store.explain(sqlite3.OperationalError(words), "x.db"))
    assert sentence in message and "x.db" in message and message.count("。") == 1


def test_an_older_database_is_migrated_in_one_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The step runs once, views are rebuilt, the version is stamped; a failing step leaves the old version."""
    path = tmp_path / "reports.db"
    store.open_database(path).close()
    monkeypatch.setattr(database, "SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)

    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE document ADD COLUMN colour TEXT")
        raise sqlite3.OperationalError("disk is full")

    monkeypatch.setitem(database.MIGRATIONS, schema.SCHEMA_VERSION, fail)
    with pytest.raises(store.StoreError, match="磁盘已满"):
        store.open_database(path)
    with pytest.raises(store.StoreError, match="旧版结构"):
        store.open_readonly(path)
    monkeypatch.setitem(
        database.MIGRATIONS,
        schema.SCHEMA_VERSION,
        lambda connection: connection.execute("ALTER TABLE document ADD COLUMN colour TEXT"),
    )
    connection = store.open_database(path)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == schema.SCHEMA_VERSION + 1
    connection.execute("SELECT colour FROM document")
    connection.close()
