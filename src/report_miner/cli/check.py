"""``report-miner check``: what does not add up."""

from __future__ import annotations

from pathlib import Path

import click

from report_miner.cli.output import Refusal, database, database_argument


@click.command()
@database_argument
@click.option("--all", "show_all", is_flag=True, help="Also what held and what could not be tested. 全部列出。")
@click.option("--explain", "number", type=int, help="The whole derivation of finding N. 第 N 条的全部推算。")
def check(db: Path, show_all: bool, number: int | None) -> None:
    """Check the figures against each other; exit code 1 where something fails. 校验数据是否自洽。"""
    from report_miner import checks

    with database(db, write=True) as connection:
        findings = checks.run(connection)
    if number is None:
        click.echo(checks.render(findings, show_all))
    else:
        try:
            click.echo(checks.derivation(findings, number))
        except IndexError as error:
            raise Refusal(str(error)) from error
    if any(finding.verdict.value == "fails" for finding in findings):
        raise SystemExit(1)
