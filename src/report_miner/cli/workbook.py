"""Workbooks for people: Chinese heads and labels, the head row frozen, a filter on every column."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

HEADS = {
    "document": "文件",
    "char_start": "起始字",
    "char_end": "结束字",
    "page": "页",
    "raw": "原文",
    "value": "数值",
    "unit": "单位",
    "modifier": "修饰",
    "cumulative": "累计数",
    "measure": "指标",
    "stage": "环节",
    "outcome": "结果",
    "subject": "主体",
    "subject_code": "区划代码",
    "period_start": "起始年",
    "period_end": "截止年",
    "activity_id": "活动编号",
    "parent_activity_id": "上级活动",
    "counted": "计数对象",
    "rule": "规则",
    "sentence": "所在句",
    "scope": "范围",
    "actor": "实施主体",
    "period_part": "时段",
    "period_basis": "年度口径",
    "confidence": "把握",
    "figure_id": "数据编号",
    "value_real": "数值（可运算）",
    "superseded_by": "已被取代",
    "period": "年度",
    "projects": "项目数",
    "departments": "部门数",
    "submitted": "送审金额",
    "approved": "审定金额",
    "reduced": "审减金额",
    "rate": "审减率",
    "involved": "涉及金额",
    "excellent": "优",
    "good": "良",
    "fair": "中",
    "poor": "差",
    "supported": "予以支持",
    "supported_after_revision": "调整后支持",
    "deferred": "暂缓",
    "not_supported": "不予支持",
    "returned": "退回",
    "kind": "校验类型",
    "verdict": "结论",
    "reason": "缘由",
    "severity": "级别",
    "explanation": "说明",
    "members": "相关数据",
    "suspects": "可疑数据",
    "repairs": "可能的正确值",
    "finding_id": "序号",
}
"""Heads of the columns of all three contract views."""
WIDTHS = {"document": 28, "sentence": 70, "explanation": 90, "raw": 16, "measure": 14, "stage": 14, "subject": 14}
WIDTH = 11
ADDS_UP = frozenset({
    "submitted", "approved", "reduced", "involved", "rate", "projects", "departments", "excellent", "good", "fair",
    "poor", "supported", "supported_after_revision", "deferred", "not_supported", "returned",
})  # fmt: skip
"""Columns of exact text that a sheet should be able to sum."""
LISTS = frozenset({"members", "suspects", "repairs"})
"""Columns of JSON lists of figures; a sheet shows what they print."""


def write_workbook(rows: sqlite3.Cursor, out: Path) -> int:
    """Write all rows of one view; the number of rows.  Codes appear by their Chinese labels, empty cells stay empty."""
    from openpyxl import Workbook  # slow to import
    from openpyxl.utils import get_column_letter

    columns = [column[0] for column in rows.description]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(column, WIDTH)
    sheet.append([HEADS.get(column, column) for column in columns])
    names = _names()
    shown = [_shown(column, names.get(column, {})) for column in columns]
    count = 0
    for row in rows:
        sheet.append([show(cell) for show, cell in zip(shown, row, strict=True)])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    book.save(out)
    return count


def _names() -> dict[str, dict[str, str]]:
    """Chinese labels by column and code."""
    from report_miner.checks.report import KINDS, VERDICTS
    from report_miner.store.labels import LOOKUPS

    names = {lookup: {label.code: label.name for label in labels} for lookup, labels in LOOKUPS}
    names["kind"] = {str(code): name for code, name in KINDS.items()}
    names["verdict"] = {str(code): name for code, name in VERDICTS.items()}
    return names


def _shown(column: str, names: dict[str, str]) -> Callable[[object], object]:
    """How the cells of a column appear."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    def show(cell: object) -> object:
        if not isinstance(cell, str):
            return cell
        if column in ADDS_UP and cell:
            return float(cell)
        if column in LISTS:
            return "；".join(_printed(each) for each in json.loads(cell or "[]"))
        return ILLEGAL_CHARACTERS_RE.sub("", names.get(cell, cell))

    return show


def _printed(entry: dict[str, str] | str) -> str:
    """An entry of a finding's list: the figure as printed, the repair in words, or the figure's id."""
    if isinstance(entry, str):
        return entry
    return str(entry.get("shown") or entry.get("raw", ""))
