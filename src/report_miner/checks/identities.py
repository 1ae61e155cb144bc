"""Identities as data: a formula over measure codes, its Chinese wording, examples that hold and that fail.

An office adds its own in ``patterns/<pack>/identities.yaml``; a file that does not fit is refused with its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from report_miner.arithmetic import Comparison, Formula, FormulaError, Judgement, Printed, judge, parse
from report_miner.model import FindingKind, Measure, QuantityKind, Verdict

_KEYS = {"id", "kind", "formula", "says", "why", "unless", "doubtful", "holds", "fails"}
_KINDS = {FindingKind.DIFFERENCE, FindingKind.RATE, FindingKind.PART_LE_WHOLE, FindingKind.SUM, FindingKind.SHARE}
_LITERAL = re.compile(r"(-?\d+(?:\.\d+)?)(亿元|万元|元|%|个百分点|[^\d.]?)")
_SCALES = {"亿元": Decimal(100_000_000), "万元": Decimal(10_000), "元": Decimal(1)}


class IdentityError(ValueError):
    """An identity file that cannot be used; the message names file, line and remedy in Chinese."""


@dataclass(frozen=True, slots=True)
class Example:
    """Printed numbers by measure."""

    prints: tuple[tuple[Measure, Printed], ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """One identity.

    ``unless``: measures whose presence in the same piece of work makes it moot (a rate over the amount involved says
    nothing once an amount submitted is told).  ``doubtful``: a failure is a question, not an accusation.
    """

    id: str
    kind: FindingKind
    formula: Formula
    says: str
    why: str
    unless: tuple[Measure, ...]
    doubtful: bool
    holds: tuple[Example, ...]
    fails: tuple[Example, ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Measures of the formula, left to right."""
        return tuple(Measure(name) for name in self.formula.names)

    def judge(self, example: Example) -> Judgement:
        """Verdict on an example."""
        return judge(self.formula, {measure.value: printed for measure, printed in example.prints})


def default_path() -> Path:
    """``identities.yaml`` of the pack that ships with the software: in the wheel, or in the source tree."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_patterns" / "budget_performance" / "identities.yaml"
    if shipped.is_file():
        return shipped
    return package.parent.parent / "patterns" / "budget_performance" / "identities.yaml"


@lru_cache(maxsize=8)
def load(path: Path | None = None) -> tuple[Identity, ...]:
    """Identities of a file, in its order; raises ``IdentityError``."""
    source = path or default_path()
    try:
        node = yaml.compose(source.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise IdentityError(f"无法读取 {source}：请检查该文件是否存在、是否有权限打开") from error
    except yaml.YAMLError as error:
        raise IdentityError(f"{source} 不是有效的 YAML：{error}") from error
    items = _items(source, node)
    identities = tuple(_identity(f"{source}:{line}", entry) for line, entry in items)
    _check_unique(source, identities)
    return identities


def _items(source: Path, node: Any) -> list[tuple[int, dict[str, Any]]]:
    if not isinstance(node, yaml.MappingNode) or [key.value for key, _ in node.value] != ["identities"]:
        raise IdentityError(f"{source}:1 顶层只能有 identities 一项")
    sequence = node.value[0][1]
    if not isinstance(sequence, yaml.SequenceNode):
        raise IdentityError(f"{source}:2 identities 应为列表")
    loader = yaml.SafeLoader("")
    found = []
    for item in sequence.value:
        entry = loader.construct_document(item)
        line = item.start_mark.line + 1
        if not isinstance(entry, dict):
            raise IdentityError(f"{source}:{line} 每条恒等式应为键值对")
        found.append((line, entry))
    return found


def _identity(place: str, entry: dict[str, Any]) -> Identity:
    unknown = set(entry) - _KEYS
    missing = {"id", "kind", "formula", "says", "why", "holds", "fails"} - set(entry)
    if unknown or missing:
        raise IdentityError(f"{place} 多余的键：{sorted(unknown)}；缺少的键：{sorted(missing)}")
    try:
        identity = Identity(
            id=str(entry["id"]),
            kind=FindingKind(entry["kind"]),
            formula=parse(str(entry["formula"])),
            says=str(entry["says"]),
            why=str(entry["why"]),
            unless=tuple(Measure(code) for code in entry.get("unless", ())),
            doubtful=bool(entry.get("doubtful", False)),
            holds=tuple(_example(example) for example in entry["holds"]),
            fails=tuple(_example(example) for example in entry["fails"]),
        )
        _check(identity)
    except (FormulaError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IdentityError(f"{place} {error}") from error
    return identity


def _check(identity: Identity) -> None:
    if identity.kind not in _KINDS:
        raise ValueError(f"kind 不能是 {identity.kind.value}")
    if (identity.formula.comparison is Comparison.AT_MOST) != (identity.kind is FindingKind.PART_LE_WHOLE):
        raise ValueError("只有 part_le_whole 用 <=，也只能用 <=")
    if not identity.holds or not identity.fails:
        raise ValueError("holds 与 fails 各须至少一例")
    for measure in identity.measures:
        if f"{{{measure.value}}}" not in identity.says:
            raise ValueError(f"says 须包含 {{{measure.value}}}")
    for example in identity.holds:
        if identity.judge(example).verdict is not Verdict.HOLDS:
            raise ValueError(f"holds 中有一例不成立：{_shown(example)}")
    for example in identity.fails:
        if identity.judge(example).verdict is not Verdict.FAILS:
            raise ValueError(f"fails 中有一例并不矛盾：{_shown(example)}")


def _shown(example: Example) -> str:
    return "、".join(f"{measure.value}={printed.number}" for measure, printed in example.prints)


def _check_unique(source: Path, identities: tuple[Identity, ...]) -> None:
    seen: set[str] = set()
    for identity in identities:
        if identity.id in seen:
            raise IdentityError(f"{source} 编号重复：{identity.id}")
        seen.add(identity.id)


def _example(entry: dict[str, str]) -> Example:
    return Example(tuple((Measure(code), literal(str(text))) for code, text in entry.items()))


def literal(text: str) -> Printed:
    """A printed number of an example: ``22404万元``, ``60%``, ``12个``; raises ``ValueError``."""
    match = _LITERAL.fullmatch(text)
    if match is None:
        raise ValueError(f"看不懂的数：{text}")
    number, unit = match.groups()
    if unit in _SCALES:
        return Printed(number, _SCALES[unit], QuantityKind.MONEY)
    kind = {"%": QuantityKind.PERCENT, "个百分点": QuantityKind.POINTS}.get(unit, QuantityKind.COUNT)
    return Printed(number, Decimal(1), kind)
