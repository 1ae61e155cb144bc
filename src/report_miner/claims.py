"""What is said about a file from outside its text: by the manifest, or by its name and folders."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from report_miner.model import Claims, Via

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年度?(?!\d{1,2}月)|(?![\d年]))")
"""A year that names the report: ``2023年``, ``2023``; not the year of a date (``2024年1月``, ``20240115``)."""

_RANGE = re.compile(r"20\d\d年?[-—–~至到]+20\d\d年?")

_COLUMNS = {
    "file": ("file", "文件", "文件名"),
    "unit": ("unit", "单位", "报送单位"),
    "year": ("year", "年度", "年份"),
}


class ManifestError(Exception):
    """A manifest cannot be used; the message is one Chinese sentence that names the file and the remedy."""


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One line of the manifest; ``unit`` or ``year`` may be empty where it says nothing about it."""

    file: str
    unit: str
    year: str


def claims_for(path: str, said: Claims | None = None) -> Claims:
    """What the manifest says, and where it is silent what the name says; ``path`` is the display path."""
    named = from_path(path) if said is None or not (said.unit and said.year) else Claims()
    if said is None:
        return named
    return Claims(
        said.unit or named.unit,
        said.year or named.year,
        said.unit_via if said.unit else named.unit_via,
        said.year_via if said.year else named.year_via,
    )


def from_path(path: str) -> Claims:
    """Unit and year as file and folder names tell them; the innermost name that says something wins.

    ``宝鸡市/陇县2023年工作总结.docx``: 陇县 (looked for within 宝鸡市), 2023.
    """
    pieces = path.split("/")
    pieces[-1] = pieces[-1].rsplit(".", 1)[0]
    year = next((found for piece in reversed(pieces) if (found := _year(piece))), "")
    unit = _unit(pieces, int(year) if year else None)
    return Claims(unit, year, Via.FILE_NAME if unit else Via.NONE, Via.FILE_NAME if year else Via.NONE)


def _year(name: str) -> str:
    """The one year a name tells; "" where it tells none or a range."""
    if _RANGE.search(name):
        return ""
    match = _YEAR.search(name)
    return match[1] if match else ""


def _unit(pieces: Iterable[str], year: int | None) -> str:
    from report_miner import regions  # the table takes a moment to load
    from report_miner.regions.spelling import spelled

    table = regions.load()
    within = unit = ""
    for piece in pieces:
        found = [mention for mention in table.in_text(piece, year=year, within=within) if not mention.mention.generic]
        if found:
            unit = found[0].resolution.name
            within = found[0].resolution.region_code
    if not unit:
        region = spelled("/".join(pieces), table, year)
        unit = region.name if region is not None else ""
    return unit


def read_manifest(path: Path) -> tuple[ManifestRow, ...]:
    """Rows of a CSV with the columns file, unit, year (or 文件, 单位, 年度), UTF-8 or GB18030.

    Raises ManifestError where the file cannot be read, a column is missing, or a year is no year.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ManifestError(f"清单文件 {path} 读不出来，请核对路径和权限。") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    lines = list(csv.reader(io.StringIO(text)))
    if not lines:
        raise ManifestError(f"清单文件 {path} 是空的，请写明 file、unit、year 三列。")
    columns = [_column(lines[0], key, path) for key in ("file", "unit", "year")]
    rows = []
    for number, line in enumerate(lines[1:], 2):
        file, unit, year = (line[column].strip() if column < len(line) else "" for column in columns)
        year = year.removesuffix("年度").removesuffix("年")
        if not file:
            continue
        if year and not re.fullmatch(r"(19|20)\d\d", year):
            raise ManifestError(f"清单文件 {path} 第 {number} 行的年度“{year}”不是四位年份，请改正。")
        rows.append(ManifestRow(file.replace("\\", "/"), unit, year))
    return tuple(rows)


def _column(header: list[str], key: str, path: Path) -> int:
    names = [name.strip().lower() for name in header]
    for name in _COLUMNS[key]:
        if name in names:
            return names.index(name)
    raise ManifestError(f"清单文件 {path} 缺少 {key}（{_COLUMNS[key][1]}）列，请补上表头 file,unit,year。")


class Manifest:
    """The manifest's rows, found by display path or by its end: ``陇县.docx`` also means ``宝鸡市/陇县.docx``."""

    def __init__(self, rows: Iterable[ManifestRow] = ()) -> None:
        self._claims: Mapping[str, Claims] = {row.file.removeprefix("./"): _claims(row) for row in rows}

    def __len__(self) -> int:
        return len(self._claims)

    def claims(self, path: str) -> Claims | None:
        """What the manifest says about ``path``; the row that spells out the most folders wins."""
        pieces = path.split("/")
        for first in range(len(pieces)):
            said = self._claims.get("/".join(pieces[first:]))
            if said is not None:
                return said
        return None


def _claims(row: ManifestRow) -> Claims:
    return Claims(
        row.unit,
        row.year,
        Via.MANIFEST if row.unit else Via.NONE,
        Via.MANIFEST if row.year else Via.NONE,
    )
