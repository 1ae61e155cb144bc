"""xlsx, xls, xlsb → Document by python-calamine: each sheet a table."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from report_miner.model import Document, Medium
from report_miner.readers.archives import check_office, open_zip
from report_miner.readers.draft import CellText, Draft
from report_miner.readers.issues import IssueKind, refuse
from report_miner.readers.limits import DEFAULT_LIMITS, Limits
from report_miner.readers.sheet_formats import NONE, Percentages, percentages

Value = object
_MOST_CELLS = 5_000_000
_NOISE_DIGITS = 15
_ABSURD = 1e15


def read_sheets(data: bytes, path: str, sha256: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Each visible sheet: its name on a line, then its rows as lines, cells by ``\\t``.

    Numbers are written exactly as stored, without binary noise, in xlsx percentages as shown; dates as ISO.  Other
    number formats (千分位, rounding), and all those of xls, are not known to the library.  Raises ``ReadError``
    (encrypted, truncated, too_large, xml_bomb, zip_bomb, no_text).
    """
    from python_calamine import (
        CalamineError,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
        load_workbook,
    )

    shown: Mapping[str, Percentages] = {}
    if data.startswith(b"PK"):
        with open_zip(data, path) as archive:
            check_office(archive, path, limits)
            shown = percentages(archive)
    draft = Draft()
    try:
        workbook = load_workbook(io.BytesIO(data))
        for sheet in workbook.sheets_metadata:
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
                _write_sheet(draft, workbook.get_sheet_by_name(sheet.name), shown.get(sheet.name, NONE), path)
    except PasswordError as error:
        raise refuse(IssueKind.ENCRYPTED, path) from error
    except CalamineError as error:
        raise refuse(IssueKind.TRUNCATED, path, "表格结构无法解析") from error
    if not draft.tables:
        raise refuse(IssueKind.NO_TEXT, path)
    return Document(path=path, sha256=sha256, medium=Medium.XLSX, text=draft.text, tables=tuple(draft.tables))


def _write_sheet(draft: Draft, sheet: Any, shown: Percentages, path: str) -> None:
    if sheet.total_height * sheet.total_width > _MOST_CELLS:
        raise refuse(IssueKind.TOO_LARGE, path, f"{sheet.total_height}行×{sheet.total_width}列")
    rows = _trimmed(
        [
            [printed(value, shown.decimals.get((number, column))) for column, value in enumerate(row)]
            for number, row in enumerate(sheet.to_python(skip_empty_area=False))
        ]
    )
    if not rows:
        return
    name = draft.block(sheet.name)
    draft.table(_merged(rows, sheet.merged_cell_ranges or ()), "sheet", own_caption=name)


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Without the empty rows below and the empty columns to the right; those above and left keep the places."""
    width = max((column + 1 for row in rows for column, words in enumerate(row) if words), default=0)
    height = max((number + 1 for number, row in enumerate(rows) if any(row)), default=0)
    return [row[:width] for row in rows[:height]]


def _merged(rows: list[list[str]], ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> list[list[CellText]]:
    """Cells with the spans of merged ranges (first row and column … last row and column, from 0)."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    height, width = len(rows), len(rows[0])
    for (top, left), last in ranges:
        bottom, right = min(last[0], height - 1), min(last[1], width - 1)
        if top > bottom or left > right:
            continue
        spans[top, left] = (bottom - top + 1, right - left + 1)
        covered.update((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
        covered.discard((top, left))
    return [
        [
            CellText(words, *spans.get((number, column), (1, 1)))
            for column, words in enumerate(row)
            if (number, column) not in covered
        ]
        for number, row in enumerate(rows)
    ]


def printed(value: Value, percent: int | None = None) -> str:
    """A cell's value on one line.

    A float is written with the at most 15 digits that spreadsheets keep, never in exponent form: ``0.1 + 0.2`` is
    ``0.3`` and 1e15 is ``1000000000000000``.  ``percent`` is the number of decimals of a cell shown as a percentage:
    0.3808 with 1 is ``38.1%``.
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if percent is not None and isinstance(value, int | float) and abs(value) < _ABSURD:
        share = _exact(value).scaleb(2).quantize(Decimal(1).scaleb(-percent), ROUND_HALF_UP)
        return f"{share:f}%"
    if isinstance(value, float):
        return format(_exact(value).normalize(), "f")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "seconds")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return " ".join(str(value).split())


def _exact(value: float) -> Decimal:
    return Decimal(f"{value:.{_NOISE_DIGITS}g}") if value else Decimal(0)
