"""Reads a pattern pack from its folder and refuses a bad one with file and line.

A pack is a folder of YAML files; their sections are joined.  Where the shipped packs are: ``patterns/`` of a
checkout, ``report_miner/_patterns`` of an installed wheel.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from report_miner.packs.schema import Entry, PackFile

DEFAULT_PACK = "budget_performance"


class PackError(ValueError):
    """A pack cannot be used; the message names file, line and what to change."""


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


def read_pack(folder: Path | None = None) -> PackSource:
    """Read and validate all YAML files of a pack.

    Raises PackError naming file and line for text that is not YAML, unknown keys, wrong codes, missing examples
    and ids used twice.
    """
    folder = folder or packs_folder() / DEFAULT_PACK
    paths = sorted(folder.glob("*.yaml"))
    paths = [path for path in paths if path.name != "identities.yaml"]
    if not paths:
        raise PackError(f"{folder}：没有找到模式包文件（*.yaml），请检查目录")
    digest = hashlib.sha256()
    files = []
    seen: dict[str, str] = {}
    for path in paths:
        data = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + data + b"\0")
        content, lines = _parse(path, data)
        for name, place in _identifiers(content, path, lines):
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


def _identifiers(content: PackFile, path: Path, lines: dict[tuple[Any, ...], int]) -> Iterator[tuple[str, str]]:
    for section, index, entry in entries(content):
        yield entry.id, f"{path.name}:{lines.get((section, index), 1)}"


def _parse(path: Path, data: bytes) -> tuple[PackFile, dict[tuple[Any, ...], int]]:
    import yaml  # noqa: PLC0415
    from pydantic import ValidationError  # noqa: PLC0415

    from report_miner.packs.schema import PackFile  # noqa: PLC0415

    # Every scalar stays text: YAML would turn dates and 是/否-like words into other things; pydantic reads the numbers.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        node = yaml.compose(data, Loader=loader)
        content = yaml.load(data, Loader=loader) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PackError(f"{path.name}:{line}：不是有效的YAML（{error.problem}）") from error
    lines = dict(_lines(node, ()))
    try:
        return PackFile.model_validate(content), lines
    except ValidationError as error:
        first = error.errors()[0]
        place = tuple(first["loc"])
        while place and place not in lines:
            place = place[:-1]
        where = ".".join(str(step) for step in first["loc"])
        raise PackError(f"{path.name}:{lines.get(place, 1)}：{where}：{first['msg']}") from error


def _lines(node: Any, place: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Line (from 1) of every key and list entry, by its path."""
    import yaml  # noqa: PLC0415

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
