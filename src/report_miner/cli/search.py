"""``search`` and ``index``: find the sentences that hold given words."""

from __future__ import annotations

from pathlib import Path

import click

from report_miner.cli.output import database, database_argument


@click.command()
@database_argument
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="At most so many. 最多条数。")
def search(db: Path, words: tuple[str, ...], limit: int) -> None:
    """Find the sentences that hold all WORDS, with their place. 检索原文。

    What is not indexed yet is indexed first.  Exit code 1 where nothing is found.
    """
    from report_miner import store

    with database(db, write=True) as connection:
        store.build_index(connection)
        hits = store.search(connection, " ".join(words), limit)
    for hit in hits:
        click.echo(f"{hit.document}:{hit.char_start}  {hit.sentence}")
    if not hits:
        click.echo(f"没有句子同时含有“{'、'.join(words)}”，请减少词语或换个说法。", err=True)
        raise SystemExit(1)


@click.command()
@database_argument
def index(db: Path) -> None:
    """Index the sentences for full-text search, only what is new. 建立全文检索。"""
    from report_miner import store

    with database(db, write=True) as connection:
        click.echo(f"新增 {store.build_index(connection)} 句。")
