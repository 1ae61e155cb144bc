"""Reads a pattern pack from its folder and refuses a bad one with file and line.

A pack is a folder of YAML files; their sections are joined.  Where the shipped packs are: ``patterns/`` of a
checkout, ``report_miner/_patterns`` of an installed wheel.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from report_miner.packs.schema import Entry, PackFile

DEFAULT_PACK = "budget_performance"


IDENTITIES = "identities.yaml"
"""Lies in a pack's folder but belongs to the checks, which read it."""

Place = tuple[str | int, ...]
"""Where an entry stands in a YAML file: keys and positions from the top."""


class PackError(ValueError):
    """A pack cannot be used; the message names file, line and what to change.

    ``problems`` has one such message for each fault of the file that could be told apart.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__(problems[0])
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Lines:
    """Line numbers (from 1) of the entries of one file."""

    by_place: Mapping[Place, int]

    def at(self, *place: str | int) -> int:
        """Line of an entry, or of the nearest one around it that has a line of its own."""
        while place and place not in self.by_place:
            place = place[:-1]
        return self.by_place.get(place, 1)


@dataclass(frozen=True, slots=True)
class PackSource:
    """A pack as written: its files in name order, with the digest of their bytes."""

    folder: Path
    files: tuple[tuple[Path, PackFile], ...]
    digest: str

    @property
    def macros(self) -> dict[str, tuple[str, ...]]:
        """Word groups of all files."""
        merged: dict[str, tuple[str, ...]] = {}
        for _, content in self.files:
            merged.update(content.macros)
        return merged

    def section(self, name: str) -> Iterator[Any]:
        """All entries of one section, over the files in name order."""
        for _, content in self.files:
            yield from getattr(content, name)


def packs_folder() -> Path:
    """Where the shipped packs are: beside the sources, or inside the installed package."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_patterns"
    if installed.is_dir():
        return installed
    return package.parents[1] / "patterns"


def default_folder() -> Path:
    """Folder of the pack that is used where none is named."""
    return packs_folder() / DEFAULT_PACK


def pack_files(folder: Path) -> tuple[Path, ...]:
    """The files of a pack in name order, without the identities; raises PackError where there are none."""
    paths = tuple(path for path in sorted(folder.glob("*.yaml")) if path.name != IDENTITIES)
    if not paths:
        raise PackError(f"{folder}：没有找到模式包文件（*.yaml），请检查目录")
    return paths


def read_pack(folder: Path | None = None) -> PackSource:
    """Read and validate all YAML files of a pack.

    Raises PackError naming file and line for text that is not YAML, unknown keys, wrong codes, missing examples
    and ids used twice.
    """
    folder = folder or default_folder()
    paths = pack_files(folder)
    digest = hashlib.sha256()
    files = []
    seen: dict[str, str] = {}
    for path in paths:
        data = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + data + b"\0")
        content, lines = parse_file(path, data)
        for name, place in identifiers(content, path, lines):
            if name in seen:
                raise PackError(f"{place}：规则编号{name}与{seen[name]}重复")
            seen[name] = place
        files.append((path, content))
    return PackSource(folder, tuple(files), digest.hexdigest())


SECTIONS = ("measures", "nouns", "stages", "outcomes", "scopes", "actors", "words", "ignore")


def entries(content: PackFile) -> Iterable[tuple[str, int, Entry]]:
    """Section name, position in it, and entry, for all rules of one file."""
    for section in SECTIONS:
        for index, entry in enumerate(getattr(content, section)):
            yield section, index, entry


def identifiers(content: PackFile, path: Path, lines: Lines) -> Iterator[tuple[str, str]]:
    """Id and place (``file:line``) of every rule of one file."""
    for section, index, entry in entries(content):
        yield entry.id, f"{path.name}:{lines.at(section, index)}"


def parse_file(path: Path, data: bytes) -> tuple[PackFile, Lines]:
    """One file, validated, with the lines of its entries; raises PackError with all its faults."""
    import yaml
    from pydantic import ValidationError

    from report_miner.packs.schema import PackFile

    # Every scalar stays text: YAML would turn dates and 是/否-like words into other things; pydantic reads the numbers.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        node = yaml.compose(data, Loader=loader)
        content = yaml.load(data, Loader=loader) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PackError(f"{path.name}:{line}：不是有效的YAML（{error.problem}）") from error
    except yaml.YAMLError as error:
        raise PackError(f"{path.name}:1：不是有效的YAML，请以UTF-8编码保存（{error}）") from error
    by_place: dict[Place, int] = {}
    for place, line in _lines(node, ()):
        by_place.setdefault(place, line)  # a key's line, not that of the value below it
    lines = Lines(by_place)
    try:
        return PackFile.model_validate(content), lines
    except ValidationError as error:
        problems = []
        for fault in error.errors():
            where = ".".join(str(step) for step in fault["loc"])
            known = REMEDIES.get(fault["type"])
            remedy = known.format(**fault.get("ctx", {})) if known else fault["msg"]
            problems.append(f"{path.name}:{lines.at(*fault['loc'])}：{where}：{remedy}")
        raise PackError(*problems) from error


REMEDIES = {
    "extra_forbidden": "没有这个键，请核对拼写",
    "missing": "缺少这一项，请补上",
    "enum": "没有这个代码，可用的是{expected}",
    "literal_error": "没有这个代码，可用的是{expected}",
    "string_pattern_mismatch": "写法不符，应符合{pattern}（例句中的数要用[[ ]]标出）",
    "string_too_short": "内容太短，至少{min_length}个字",
    "too_short": "至少要有{min_length}项",
    "tuple_type": "应为列表（每行以“- ”开头，或写在[ ]内）",
    "model_type": "应为键值对，请检查缩进",
    "string_type": "应为文字",
    "float_parsing": "应为数字",
    "int_parsing": "应为整数",
    "bool_parsing": "应为true或false",
    "greater_than": "应大于{gt}",
    "less_than_equal": "不应大于{le}",
    "greater_than_equal": "不应小于{ge}",
}
"""What to do about each kind of fault that validation finds, by its `pydantic` error type."""


def _lines(node: Any, place: Place) -> Iterator[tuple[Place, int]]:
    """Line (from 1) of every key and list entry, by its path."""
    import yaml

    if node is None:
        return
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*place, key.value), key.start_mark.line + 1
            yield from _lines(value, (*place, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, (*place, index))
