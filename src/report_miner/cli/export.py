"""``report-miner export``: figures as a sheet."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

import click

from report_miner.cli.output import Refusal, database, database_argument
from report_miner.cli.workbook import write_workbook

VIEWS = ("figure_flat", "activity_wide", "finding_flat")


@click.command("export")
@database_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="A .xlsx for people or a .csv (UTF-8 with BOM) for programs. 导出文件：.xlsx 供人看，.csv 供程序用。",
)
@click.option("--view", type=click.Choice(VIEWS), default=VIEWS[0], show_default=True, help="What to export. 视图。")
def export_figures(db: Path, out: Path, view: str) -> None:
    """Write the figures as a sheet. 导出为表格。"""
    writers = {".csv": _write_csv, ".xlsx": write_workbook}
    if out.suffix.lower() not in writers:
        raise Refusal(f"不会写 {out.name} 这种格式，请用 .csv 或 .xlsx。")
    with database(db) as connection:
        order = "document, char_start" if view == "figure_flat" else "document"
        rows = connection.execute(f"SELECT * FROM {view} ORDER BY {order}")
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            count = writers[out.suffix.lower()](rows, out)
        except OSError as error:
            raise Refusal(f"文件 {out} 写不进去，请关闭已打开的表格或另选位置。") from error
    click.echo(f"已导出 {count} 行到 {out}")


def _write_csv(rows: sqlite3.Cursor, out: Path) -> int:
    with out.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(column[0] for column in rows.description)
        count = 0
        for row in rows:
            writer.writerow(row)
            count += 1
    return count
