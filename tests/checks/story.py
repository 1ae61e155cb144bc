"""Facts from a marked text, so that a test shows what is said and how it is labelled in one line.

``{measure/outcome@activity<parent=24,053.22万元}``: everything but measure and print may be left out.
"""

from __future__ import annotations

import re
from decimal import Decimal

from report_miner.model import (
    Actor,
    Measure,
    Modifier,
    Outcome,
    PeriodBasis,
    PeriodPart,
    QuantityKind,
    Scope,
    Span,
    Stage,
    Via,
)
from report_miner.store import Fact

_MARK = re.compile(
    r"\{(?P<measure>\w+)(?:/(?P<outcome>\w+))?(?:@(?P<activity>\w+)(?:<(?P<parent>\w+))?)?=(?P<raw>[^}]*)\}"
)
_NUMBER = re.compile(r"(-?[\d,]+(?:\.\d+)?|[一二三四五六七八九十两])(.*)")
_CHINESE = {char: str(at) for at, char in enumerate("零一二三四五六七八九十")} | {"两": "2"}
_SCALES = {"亿元": Decimal(100_000_000), "万元": Decimal(10_000), "元": Decimal(1)}
_KINDS = {
    "%": QuantityKind.PERCENT,
    "个百分点": QuantityKind.POINTS,
    "分": QuantityKind.SCORE,
    "倍": QuantityKind.MULTIPLE,
}


def story(
    text: str, stage: Stage = Stage.REVIEW, subject: str = "安塞区", year: str = "2023", document: str = "a.txt"
) -> list[Fact]:
    """The marked figures of ``text`` as facts, in text order."""
    plain, marks = _plain(text)
    return [_fact(plain, at, match, (stage, subject, year, document)) for at, match in marks]


def _plain(text: str) -> tuple[str, list[tuple[int, re.Match[str]]]]:
    plain, last = "", 0
    marks = []
    for match in _MARK.finditer(text):
        plain += text[last : match.start()]
        marks.append((len(plain), match))
        plain += match["raw"]
        last = match.end()
    return plain + text[last:], marks


def _fact(plain: str, at: int, match: re.Match[str], setting: tuple[Stage, str, str, str]) -> Fact:
    stage, subject, year, document = setting
    raw = match["raw"]
    number = _NUMBER.fullmatch(raw)
    assert number is not None, raw
    digits = _CHINESE.get(number[1], number[1].replace(",", ""))
    scale = _SCALES.get(number[2], Decimal(1))
    kind = QuantityKind.MONEY if number[2] in _SCALES else _KINDS.get(number[2], QuantityKind.COUNT)
    first = plain.rfind("。", 0, at) + 1
    last = plain.find("。", at)
    last = len(plain) if last < 0 else last + 1
    return Fact(
        id=f"{document}:{at}",
        document=document,
        document_id=document,
        report_unit=subject,
        report_year=year,
        superseded=False,
        part=0,
        span=Span(at, at + len(raw)),
        sentence=Span(first, last),
        page=None,
        raw=raw,
        number=digits,
        scale=scale,
        kind=kind,
        value=Decimal(digits) * scale,
        unit="元" if kind is QuantityKind.MONEY else number[2],
        modifier=Modifier.EXACT,
        cumulative=False,
        measure=Measure(match["measure"]),
        stage=stage,
        outcome=Outcome(match["outcome"] or ""),
        scope=Scope.NONE,
        actor=Actor.NONE,
        counted="",
        subject=subject,
        subject_code="",
        period_start=year,
        period_end=year,
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
        rule="test",
        runner_up="",
        confidence=1.0,
        quote=plain[first:last],
        quote_at=at - first,
        activity=match["activity"] or "A",
        parent=match["parent"] or "",
    )
