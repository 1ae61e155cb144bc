"""Blind checking: a sheet of random figures for a person to tick, and precision from the ticks.

The sheet shows the words and what was read, neither confidence nor rule, so that the checker judges the reading alone.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from report_miner.store import Fact, read_facts
from report_miner.store.labels import chinese
from report_miner.store.text import marked, place, plain, years

CHECKED = (
    ("figure", "是否数据"),
    ("value", "数值"),
    ("unit", "单位"),
    ("modifier", "修饰"),
    ("measure", "指标"),
    ("stage", "环节"),
    ("outcome", "结果"),
    ("subject", "主体"),
    ("period", "年度"),
)
"""Attributes a checker judges, with the heading of their two columns: what was read, and the tick."""

_RIGHT = frozenset({"√", "✓", "✔", "对", "是", "1", "y", "yes", "true", "v"})
_WRONG = frozenset({"×", "✗", "✘", "x", "错", "否", "0", "n", "no", "false"})


class SampleError(Exception):
    """A sheet cannot be used; the message is one Chinese sentence that names file and remedy."""


@dataclass(frozen=True, slots=True)
class Precision:
    """How often one attribute was right, with Wilson's 95 % interval; all parts of 1."""

    attribute: str
    name: str
    right: int
    judged: int
    share: float
    low: float
    high: float


def draw(connection: sqlite3.Connection, count: int, seed: int) -> list[Fact]:
    """``count`` figures drawn evenly over all documents that are not superseded; the same for the same ``seed``."""
    facts = sorted((fact for fact in read_facts(connection) if not fact.superseded), key=lambda fact: fact.id)
    return random.Random(seed).sample(facts, min(count, len(facts)))


def write_sheet(facts: Iterable[Fact], path: Path) -> None:
    """Write the checking sheet: quote with the figure marked 【】, its place, what was read, and empty tick columns."""
    from openpyxl import Workbook  # slow to import
    from openpyxl.styles import Alignment, Font, PatternFill

    book = Workbook()
    sheet = book.active
    sheet.title = "核对"
    heading = ["序号", "文件", "位置", "原文"]
    for attribute, name in CHECKED:
        heading += [name, f"{name}对否"] if attribute != "figure" else [f"{name}（对否）"]
    sheet.append([*heading, "编号"])
    for number, fact in enumerate(facts, 1):
        sheet.append(
            [
                number,
                fact.document,
                place(fact.page, fact.span),
                marked(fact.quote, fact.quote_at, fact.raw),
                *_answers(fact),
                fact.id,
            ]
        )
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, title in enumerate(heading, 1):
        letter = sheet.cell(1, column).column_letter
        sheet.column_dimensions[letter].width = 70 if title == "原文" else 14
        for (cell,) in sheet.iter_rows(min_row=2, min_col=column, max_col=column):
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if title.endswith(("对否", "（对否）")):
                cell.fill = PatternFill("solid", fgColor="FFF8E1")
    sheet.freeze_panes = "E2"
    notes = book.create_sheet("说明")
    for line in (
        "请对照原文，在“对否”各列填 √（对）或 ×（错）；不判断的留空。",
        "“是否数据”：【】内是否确是报告陈述的一个数据（不是日期、文号、序号）。",
        "填好后运行：report-miner sample --read 本文件 数据库。请勿改动“编号”列。",
    ):
        notes.append([line])
    try:
        book.save(path)
    except OSError as error:
        raise SampleError(f"核对表 {path} 写不进去，请关闭已打开的表格或另选位置。") from error


def read_sheet(path: Path, known: frozenset[str]) -> list[Precision]:
    """Precision per attribute from a ticked sheet, last for all attributes of a figure together.

    ``known`` are the figures of the database: a sheet of another database is refused.  Empty ticks are not counted.
    """
    from openpyxl import load_workbook  # slow to import

    try:
        sheet = load_workbook(path, read_only=True)["核对"]
        heading, *rows = sheet.iter_rows(values_only=True)
    except (OSError, KeyError, ValueError) as error:
        raise SampleError(f"核对表 {path} 读不出来，请确认是 report-miner sample 写出的表格。") from error
    columns = {str(title): at for at, title in enumerate(heading) if title is not None}
    wanted = {attribute: _tick_heading(attribute, name) for attribute, name in CHECKED}
    if "编号" not in columns or any(title not in columns for title in wanted.values()):
        raise SampleError(f"核对表 {path} 的表头不完整，请用 report-miner sample 重新写出后再填。")
    rows = [row for row in rows if row[columns["编号"]]]
    if any(row[columns["编号"]] not in known for row in rows):
        raise SampleError(f"核对表 {path} 中有数据库里没有的编号，请确认数据库与核对表相配。")
    ticks = [{attribute: _tick(row[columns[title]], path) for attribute, title in wanted.items()} for row in rows]
    result = [_precision(attribute, name, [tick[attribute] for tick in ticks]) for attribute, name in CHECKED]
    judged = [tick for tick in ticks if any(value is not None for value in tick.values())]
    together = [all(value is not False for value in tick.values()) for tick in judged]
    return [*result, _precision("all", "全部正确", together)]


def wilson(right: int, judged: int, z: float = 1.959964) -> tuple[float, float]:
    """Wilson's score interval for a share (E. B. Wilson, 1927); (0, 1) where nothing was judged."""
    if not judged:
        return 0.0, 1.0
    share = right / judged
    centre = share + z * z / (2 * judged)
    spread = z * sqrt(share * (1 - share) / judged + z * z / (4 * judged * judged))
    scale = 1 + z * z / judged
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def _answers(fact: Fact) -> list[str]:
    """Cells of one row after the quote: what was read and an empty tick, attribute by attribute."""
    read = {
        "value": plain(fact.value),
        "unit": fact.unit,
        "modifier": chinese("modifier", fact.modifier),
        "measure": chinese("measure", fact.measure),
        "stage": chinese("stage", fact.stage),
        "outcome": chinese("outcome", fact.outcome) or "（无）",
        "subject": fact.subject,
        "period": years(fact.period_start, fact.period_end),
    }
    return [cell for attribute, _ in CHECKED for cell in ([""] if attribute == "figure" else [read[attribute], ""])]


def _tick_heading(attribute: str, name: str) -> str:
    return f"{name}（对否）" if attribute == "figure" else f"{name}对否"


def _tick(value: object, path: Path) -> bool | None:
    text = "" if value is None else str(value).strip().lower()
    if not text:
        return None
    if text in _RIGHT:
        return True
    if text in _WRONG:
        return False
    raise SampleError(f"核对表 {path} 中有看不懂的记号“{value}”，请只填 √ 或 ×。")


def _precision(attribute: str, name: str, ticks: Iterable[bool | None]) -> Precision:
    judged = [tick for tick in ticks if tick is not None]
    right = sum(judged)
    low, high = wilson(right, len(judged))
    return Precision(attribute, name, right, len(judged), right / len(judged) if judged else 0.0, low, high)
