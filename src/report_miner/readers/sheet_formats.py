"""Which cells of an xlsx are shown as percentages: the sheet library gives 0.381 where the sheet shows 38.1%."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_STYLES = "xl/styles.xml"
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_RELATION_ID = re.compile(r"\}id$")
_BUILT_IN = {"9": 0, "10": 2}
"""Number formats ``0%`` and ``0.00%`` by their fixed ids (ECMA-376, 18.8.30) and their decimals."""
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DECIMALS = re.compile(r"\.([0#?]+)\s*%")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Percentages:
    """Decimals shown, by (row, column) from 0, of the cells of one sheet shown as percentages."""

    decimals: Mapping[tuple[int, int], int]


NONE = Percentages({})


def percentages(archive: zipfile.ZipFile) -> Mapping[str, Percentages]:
    """By sheet name; empty for other workbooks than xlsx and where no style is a percentage."""
    names = frozenset(archive.namelist())
    if not {_STYLES, _WORKBOOK, _RELATIONS} <= names:
        return {}
    styles = _percent_styles(_root(archive, _STYLES))
    if not styles:
        return {}
    parts = {item.get("Id"): item.get("Target", "") for item in _root(archive, _RELATIONS)}
    found = {}
    for sheet in _root(archive, _WORKBOOK).iter("{*}sheet"):
        relation = next((value for key, value in sheet.attrib.items() if _RELATION_ID.search(key)), "")
        part = posixpath.normpath(posixpath.join("/xl", parts.get(relation, ""))).lstrip("/")
        if part in names:
            with archive.open(part) as stream:
                found[sheet.get("name", "")] = Percentages(dict(_cells(stream, styles)))
    return found


def _root(archive: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(archive.read(name), parser)


def _percent_styles(root: Any) -> dict[str, int]:
    """Decimals by style index (as cells write it) of the styles that show a percentage."""
    codes = {item.get("numFmtId"): item.get("formatCode", "") for item in root.iter("{*}numFmt")}
    shown = dict(_BUILT_IN)
    for number, code in codes.items():
        plain = _LITERAL.sub("", code.split(";")[0])
        if "%" in plain:
            decimals = _DECIMALS.search(plain)
            shown[number] = len(decimals[1]) if decimals else 0
    formats = root.find("{*}cellXfs")
    numbers = [item.get("numFmtId") for item in formats] if formats is not None else []
    return {str(index): shown[number] for index, number in enumerate(numbers) if number in shown}


def _cells(stream: Any, styles: Mapping[str, int]) -> Iterator[tuple[tuple[int, int], int]]:
    from lxml import etree

    options: dict[str, Any] = {"resolve_entities": False, "no_network": True, "huge_tree": False}
    for _, row in etree.iterparse(stream, tag="{*}row", **options):
        for cell in row:
            place = _REFERENCE.fullmatch(cell.get("r") or "")
            if place and cell.get("s") in styles and cell.get("t", "n") == "n":
                yield (int(place[2]) - 1, _column(place[1])), styles[cell.get("s")]
        row.clear()


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
