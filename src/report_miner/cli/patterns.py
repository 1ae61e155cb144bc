"""``report-miner patterns``: check and explain pattern packs."""

from __future__ import annotations

from collections.abc import Iterable
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
    """Check how a pack is written (default: the shipped one). 检查模式包写法。"""
    from report_miner import patterns as checking

    with one_sentence():
        problems = checking.lint(folder)
    faults = [problem for problem in problems if not problem.hint]
    _finish([str(problem) for problem in problems], len(faults), "模式包写法无误。")


@patterns.command("test")
@_FOLDER
def test_pack(folder: Path | None) -> None:
    """Run every example of a pack. 运行模式包中的全部例句。"""
    from report_miner import patterns as checking

    with one_sentence():
        report = checking.test(folder)
    _finish(report.problems, len(report.problems), f"{len(report.tried)} 个例句全部通过。")


def _finish(lines: Iterable[str], faults: int, fine: str) -> None:
    """Say what there is to say; exit code 1 where there are faults (hints alone are none)."""
    for line in lines:
        click.echo(line)
    if faults:
        raise SystemExit(1)
    click.echo(fine)


patterns.add_command(explain)
