"""Facts built from the gold labels, so that the checks are tested apart from extraction."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from report_miner.model import (
    Actor,
    Finding,
    Measure,
    Modifier,
    Outcome,
    PeriodBasis,
    PeriodPart,
    QuantityKind,
    Scope,
    Span,
    Stage,
    Verdict,
    Via,
)
from report_miner.store import Fact

SHARED = Path(__file__).resolve().parents[3] / "shared"
GOLD = SHARED / "gold" / "seeds.jsonl"
_DIGITS = {"两": "2", "三": "3", "四": "4", "五": "5", "六": "6", "一": "1"}
_SCALES = {"亿": Decimal(100_000_000), "万": Decimal(10_000)}


CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def seed_facts() -> list[Fact]:
    return facts_from(GOLD, SHARED / "reports" / "seeds")


def corpus_facts() -> list[Fact]:
    return facts_from(CORPUS / "gold.jsonl", CORPUS / "reports")


def facts_from(gold: Path, folder: Path) -> list[Fact]:
    texts: dict[str, str] = {}
    facts = []
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        name = row["document"]
        if name not in texts:
            texts[name] = _text(folder / name)
        facts.append(fact_of(row, texts[name]))
    return facts


def _text(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16", "gb18030"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n").removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise ValueError(path)


def fact_of(row: dict[str, object], text: str) -> Fact:
    start, end = int(str(row["start"])), int(str(row["end"]))
    first, last = _sentence(text, start)
    quote, at = _joined(text, first, last, start)
    raw, unit = str(row["raw"]), _first(row, "unit")
    value = Decimal(_first(row, "value"))
    number, scale, kind = _printed(raw, unit, value)
    return Fact(
        id=str(row["id"]),
        document=str(row["document"]),
        document_id=str(row["document"]),
        report_unit="",
        report_year="",
        superseded=False,
        part=0,
        span=Span(start, end),
        sentence=Span(first, last),
        page=None,
        raw=raw,
        number=number,
        scale=scale,
        kind=kind,
        value=value,
        unit=unit,
        modifier=Modifier(_first(row, "modifier")),
        cumulative=bool(row.get("cumulative")),
        measure=Measure(_first(row, "measure")),
        stage=Stage(_first(row, "stage")),
        outcome=Outcome(_first(row, "outcome")),
        scope=Scope.NONE,
        actor=Actor.NONE,
        counted="",
        subject=_first(row, "subject"),
        subject_code="",
        period_start=_first(row, "period_start"),
        period_end=_first(row, "period_end"),
        period_part=PeriodPart.NONE,
        period_basis=PeriodBasis.NONE,
        subject_via=Via.STATED,
        subject_evidence=None,
        period_via=Via.STATED,
        period_evidence=None,
        stage_via=Via.STATED,
        stage_evidence=None,
        scope_via=Via.NONE,
        actor_via=Via.NONE,
        rule="gold",
        runner_up="",
        confidence=1.0,
        quote=quote,
        quote_at=at,
        activity=str(row["activity"]),
        parent=str(row["parent"]),
    )


def _first(row: dict[str, object], key: str) -> str:
    values = row[key]
    return str(values[0]) if isinstance(values, list) else str(values)


def _sentence(text: str, at: int) -> tuple[int, int]:
    first = max(text.rfind("。", 0, at), text.rfind("！", 0, at)) + 1
    last = text.find("。", at)
    return first, len(text) if last < 0 else last + 1


def _joined(text: str, first: int, last: int, at: int) -> tuple[str, int]:
    head = re.sub(r"\n+", "", text[first:at])
    return head + re.sub(r"\n+", "", text[at:last]), len(head)


def _printed(raw: str, unit: str, value: Decimal) -> tuple[str, Decimal, QuantityKind]:
    kind = _kind(unit)
    raw = unicodedata.normalize("NFKC", raw)
    match = re.match(r"[\d,.]+", raw)
    if match is None:
        return str(value), Decimal(1), kind
    digits = Decimal(match.group().replace(",", ""))
    if kind is QuantityKind.MONEY and digits and digits * 10000 == value and "万" not in raw:
        return match.group().replace(",", ""), Decimal(10000), kind
    scale = next((scale for sign, scale in _SCALES.items() if sign in raw), Decimal(1))
    return match.group().replace(",", ""), scale, kind


def _kind(unit: str) -> QuantityKind:
    return {
        "元": QuantityKind.MONEY,
        "%": QuantityKind.PERCENT,
        "百分点": QuantityKind.POINTS,
        "个百分点": QuantityKind.POINTS,
        "分": QuantityKind.SCORE,
        "倍": QuantityKind.MULTIPLE,
    }.get(unit, QuantityKind.COUNT)


def checks_lines(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        yield line.split("\t")


def scored(findings: list[Finding], facts: list[Fact], checks: Path) -> tuple[float, int]:
    """Share of the stated relations found with the right verdict, and failures on figures of none of them."""
    known = {fact.id for fact in facts}
    stated = [line for line in checks_lines(checks) if len(line) > 2 and set(line[1].split(",")) <= known]
    matched: set[int] = set()
    right = 0
    for line in stated:
        verdicts = []
        for at, finding in enumerate(findings):
            if finding.kind.value == line[0] and _covers(finding, line):
                matched.add(at)
                verdicts.append(finding.verdict)
        right += bool(verdicts) and _is_right(line, verdicts)
    extra = sum(one.verdict is Verdict.FAILS and at not in matched for at, one in enumerate(findings))
    return right / len(stated), extra


def _covers(finding: Finding, line: list[str]) -> bool:
    wanted = set(line[1].split(","))
    hit = len(wanted & {member.figure for member in finding.members})
    return hit >= min(2, len(wanted)) if line[0] == "repeated" else hit == len(wanted)


def _is_right(line: list[str], verdicts: list[Verdict]) -> bool:
    failed = Verdict.FAILS in verdicts
    if line[2].startswith("N"):
        return failed or "[weak]" in line[-1]
    return not failed
