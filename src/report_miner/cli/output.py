"""What the commands share: tables, errors as one sentence, opening a database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

PLAIN_WIDTH = 160
"""Characters a line where the output goes into a file or a pipe, which have no width of their own."""


class Refusal(click.ClickException):
    """The command cannot be carried out as asked: one sentence, exit code 2."""

    exit_code = 2


@contextmanager
def one_sentence() -> Iterator[None]:
    """Turn what offices can act on into one sentence; anything else is a fault of ours and shows as such."""
    from report_miner.claims import ManifestError  # only where a command runs, not for --help
    from report_miner.packs import PackError
    from report_miner.scoring import GoldError, SampleError
    from report_miner.store import StoreError

    try:
        yield
    except (StoreError, ManifestError, PackError, GoldError, SampleError) as error:
        raise Refusal(str(error)) from error


@contextmanager
def database(path: Path, *, write: bool = False) -> Iterator[sqlite3.Connection]:
    """An existing database, opened for reading, or for writing where ``write``."""
    from report_miner import store

    with one_sentence():
        connection = store.open_readonly(path)
        if write:
            connection.close()
            connection = store.open_database(path)
        try:
            yield connection
        except sqlite3.Error as error:
            raise store.explain(error, path) from error
        finally:
            connection.close()


def one_figure(connection: sqlite3.Connection, beginning: str) -> str:
    """The id of the only figure whose id begins so."""
    rows = connection.execute(
        "SELECT id FROM figure WHERE SUBSTR(id, 1, LENGTH(?1)) = ?1 ORDER BY id LIMIT 2", (beginning,)
    ).fetchall()
    if len(rows) != 1:
        how = "没有" if not rows else "不止一个"
        raise Refusal(f"{how}编号以“{beginning}”开头的数据，请用 report-miner show DB --document 查看编号。")
    return str(rows[0]["id"])


def console(*, stderr: bool = False) -> Console:
    """Where tables go; wide where nobody watches, so that no line of a table is cut."""
    from rich.console import Console

    made = Console(stderr=stderr, highlight=False)
    return made if made.is_terminal else Console(stderr=stderr, highlight=False, width=PLAIN_WIDTH)


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], right: Iterable[int] = ()
) -> None:
    """Print a table; ``right`` are the columns (from 0) of numbers."""
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    numeric = frozenset(right)
    for at, column in enumerate(columns):
        table.add_column(column, justify="right" if at in numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(escape(str(cell)) for cell in row))
    console().print(table)


database_argument = click.argument("db", metavar="DB", type=click.Path(path_type=Path, dir_okay=False))
