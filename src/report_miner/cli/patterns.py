"""``report-miner patterns``: check and explain pattern packs."""

from __future__ import annotations

from pathlib import Path

import click

from report_miner.cli.look import explain
from report_miner.cli.output import one_sentence

_FOLDER = click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))


@click.group()
def patterns() -> None:
    """Check pattern packs: words and rules that an office can extend. 校验模式包。"""


@patterns.command()
@_FOLDER
def lint(folder: Path | None) -> None:
    """Validate a pack (default: the shipped one). 检查模式包写法。"""
    from report_miner import packs  # noqa: PLC0415

    with one_sentence():
        _finish(packs.lint(folder), "模式包写法无误。")


@patterns.command("test")
@_FOLDER
def test_pack(folder: Path | None) -> None:
    """Run every example of a pack. 运行模式包中的全部例句。"""
    from report_miner import packs  # noqa: PLC0415

    with one_sentence():
        _finish(packs.test(folder), "例句全部通过。")


def _finish(problems: list[str], fine: str) -> None:
    for problem in problems:
        click.echo(problem)
    if problems:
        raise SystemExit(1)
    click.echo(fine)


patterns.add_command(explain)
