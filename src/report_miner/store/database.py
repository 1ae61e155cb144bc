"""Open a database: create it, migrate an older one, refuse a newer one or one that is not ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from report_miner.store.errors import StoreError, explain
from report_miner.store.labels import LOOKUPS
from report_miner.store.schema import APPLICATION_ID, INDEXES, LOOKUP_TABLE, SCHEMA_VERSION, TABLES, VIEWS

BUSY_SECONDS = 10.0
"""How long to wait for another program's lock before saying so."""

Migration = Callable[[sqlite3.Connection], None]


def _add_note(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE correction ADD COLUMN note TEXT NOT NULL DEFAULT ''")


MIGRATIONS: dict[int, Migration] = {1: _add_note}
"""From version ``n`` to ``n + 1``; views are rebuilt after the last one, so a migration handles tables alone."""


def open_database(path: str | Path) -> sqlite3.Connection:
    """Open the database at ``path`` for reading and writing; create or migrate it where needed.

    Raises StoreError with one sentence where the file is no report_miner database, was written by a newer version,
    is locked or cannot be written.
    """
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"无法建立文件夹 {Path(path).parent}，请检查权限或用 --db 另选位置。") from error
    return _open(path, str(path), uri=False)


def open_readonly(path: str | Path) -> sqlite3.Connection:
    """Open an existing database for reading alone; StoreError where there is none, or an older one to migrate."""
    if not Path(path).is_file():
        raise StoreError(f"找不到数据库 {path}，请先运行 report-miner mine 文件夹 --db {path}。")
    return _open(path, f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)


def _open(path: str | Path, target: str, *, uri: bool) -> sqlite3.Connection:
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(target, timeout=BUSY_SECONDS, isolation_level=None, uri=uri)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        _bring_up_to_date(connection, path, writable=not uri)
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise explain(error, path) from error
    except StoreError:
        if connection is not None:
            connection.close()
        raise
    return connection


def _bring_up_to_date(connection: sqlite3.Connection, path: str | Path, *, writable: bool) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    empty = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0] == 0
    if empty and application in (0, APPLICATION_ID) and writable:
        _create(connection)
        return
    if application != APPLICATION_ID:
        raise StoreError(f"文件 {path} 不是 report-miner 的数据库，请用 --db 另选文件。")
    if version > SCHEMA_VERSION:
        raise StoreError(f"数据库 {path} 由更新版本的 report-miner 写成（结构版本 {version}），请先升级程序再打开。")
    if version < SCHEMA_VERSION:
        if not writable:
            raise StoreError(f"数据库 {path} 是旧版结构（{version}），请先运行一次 report-miner mine 使其升级。")
        _migrate(connection, version)


def _create(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0] == 0:
            for name, labels in LOOKUPS:
                connection.execute(LOOKUP_TABLE.format(name=name))
                connection.executemany(f"INSERT INTO {name} VALUES (?, ?, ?)", labels)
            _execute_all(connection, TABLES)
            _execute_all(connection, INDEXES)
            _finish(connection)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _migrate(connection: sqlite3.Connection, version: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in range(version, SCHEMA_VERSION):
            MIGRATIONS[step](connection)
        _finish(connection)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _finish(connection: sqlite3.Connection) -> None:
    """Views anew and the stamps: what a fresh database and a migrated one must have in common."""
    for name, select in VIEWS:
        connection.execute(f"DROP VIEW IF EXISTS {name}")
        connection.execute(f"CREATE VIEW {name} AS {select}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _execute_all(connection: sqlite3.Connection, script: str) -> None:
    """Run each statement; ``executescript`` would commit the transaction that keeps a half-made schema away."""
    for statement in script.split(";"):
        if statement.strip():
            connection.execute(statement)
