"""``correct`` and ``corrections``: a reviewer's word on a figure, beside the print and never over it."""

from __future__ import annotations

import re
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from report_miner.cli.output import Refusal, database, database_argument, one_figure, print_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from report_miner.store import Correction

_TEXTS = {
    "value": "As printed (24,053.22万元) or in the normal unit (240532200). 数值。",
    "unit": "元, %, 个 … 单位。",
    "counted": "The noun that is counted. 计数对象。",
    "subject": "Whose work it is, full name. 主体。",
    "subject_code": "Division code; found by the name where left out. 区划代码。",
    "period_start": "First year. 起始年度。",
    "period_end": "Last year. 截止年度。",
}
_CODED = {
    "measure": "指标。",
    "stage": "环节。",
    "outcome": "结果。",
    "modifier": "修饰。",
    "scope": "范围。",
    "actor": "组织方。",
}
_YEAR = re.compile(r"(?:(?:19|20)\d\d)?")


@click.command()
@database_argument
@click.argument("figure")
@click.option("--strike", is_flag=True, help="It is no figure at all: leave it out. 剔除。")
@click.option("--by", "author", required=True, help="Who says so. 审核人。")
@click.option("--note", default="", help="Why. 说明。")
def correct(db: Path, figure: str, strike: bool, author: str, note: str, **changes: str | None) -> None:
    """Correct what was read of FIGURE (an id, or its beginning). 更正一个数据。

    The print stays as it is; check, show and trace lay the correction over it, and it survives reading the report anew.
    Codes are taken in Chinese too (--stage 预算评审).
    """
    from report_miner import store

    wanted = {attribute: value for attribute, value in changes.items() if value is not None}
    if strike == bool(wanted):
        raise Refusal("请给出要更正的内容（如 --value 120 或 --stage 预算评审），或用 --strike 剔除，二者取一。")
    with database(db, write=True) as connection:
        chosen = one_figure(connection, figure)
        told = {"figure": "no"} if strike else _as_stored(connection, chosen, wanted)
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        made = [
            store.add_correction(connection, chosen, attribute, value, author=author, made_at=now, note=note)
            for attribute, value in told.items()
        ]
    _print(made)


for _name, _help in (*_TEXTS.items(), *((name, f"Code or its Chinese name. {say}") for name, say in _CODED.items())):
    correct = click.option(f"--{_name.replace('_', '-')}", _name, help=_help)(correct)


def _as_stored(connection: sqlite3.Connection, figure: str, wanted: dict[str, str]) -> dict[str, str]:
    """The changes as the store keeps them: codes for names, values in the normal unit, the code of a named place."""
    unit, year = connection.execute("SELECT unit, period_end FROM figure WHERE id = ?", (figure,)).fetchone()
    told = {attribute: _code(attribute, value) if attribute in _CODED else value for attribute, value in wanted.items()}
    if "value" in told:
        told["value"] = _value(told["value"], wanted.get("unit", unit))
    for attribute in ("period_start", "period_end"):
        if not _YEAR.fullmatch(told.get(attribute, "")):
            raise Refusal(f"年度“{told[attribute]}”看不懂，请写四位数字，如 2023。")
    if "subject" in told and "subject_code" not in told:
        told["subject_code"] = _region_code(told["subject"], told.get("period_end", year))
    return told


def _code(attribute: str, said: str) -> str:
    from report_miner.store.labels import LOOKUPS

    labels = dict(LOOKUPS)[attribute]
    found = next((label.code for label in labels if said in (label.code, label.name)), None)
    if found is None and said:
        choices = "、".join(f"{label.name} {label.code}" for label in labels)
        raise Refusal(f"“{said}”不是 {attribute} 的代码或名称，请从下列中选：{choices}。")
    return found or ""


def _value(said: str, unit: str) -> str:
    """A number as a person writes it, in the figure's normal unit, as exact decimal text."""
    from decimal import Decimal, InvalidOperation

    from report_miner.explain import explain

    try:
        number = Decimal(said.replace(",", ""))
    except InvalidOperation:
        read = explain(said).readings
        if len(read) == 1 and read[0].raw == "".join(said.split()) and read[0].unit == unit:
            return read[0].value
    else:
        if number.is_finite():
            return format(number, "f")
    raise Refusal(f"数值“{said}”看不懂，请写成以“{unit}”为单位的数字，或连同单位照抄原文。")


def _region_code(name: str, year: str) -> str:
    from report_miner import regions

    found = regions.load().resolve(name, year=int(year) if year else None)
    return found.region_code if found is not None else ""


@click.command()
@database_argument
@click.option("--withdraw", "number", type=int, help="Take correction N back. 撤回第 N 条更正。")
def corrections(db: Path, number: int | None) -> None:
    """List the corrections of a database, or take one back. 列出或撤回更正。"""
    from report_miner import store

    if number is None:
        with database(db) as connection:
            _print(store.read_corrections(connection))
        return
    with database(db, write=True) as connection:
        try:
            gone = store.withdraw_correction(connection, number)
        except KeyError as error:
            raise Refusal(f"没有第 {number} 条更正，请先运行 report-miner corrections {db} 查看编号。") from error
    click.echo(f"已撤回第 {number} 条更正：{gone.title}")


def _print(told: Iterable[Correction]) -> None:
    from report_miner.cli.look import correction_rows

    rows = correction_rows(told)
    if not rows:
        click.echo("没有更正。")
        return
    columns = ("序号", "数据 figure", "文件", "原文 raw", "更正 correction", "审核人 by", "时间", "说明 note")
    print_table(f"更正 {len(rows)} 条", columns, rows, right=(0,))
