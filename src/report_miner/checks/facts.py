"""What the checks look at: facts in text order, their print, and the words around them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from report_miner.arithmetic import Printed
from report_miner.model import Figure, Mined, Modifier, QuantityKind
from report_miner.store import Fact

_NUMBER_GOES_ON = re.compile(r"\d ?$|\d ?\. ?$")
_MISREAD = re.compile(r"(?<![A-Za-z])[lIOoZSB|丨]{1,2} ?[个项家份](?!目)")
"""A letter where a number belongs (``“差”l个``): a member of the set was not read."""
_GROUP = re.compile(r"\d{3}(?!\d)")
_SEPARATOR = re.compile(r"\d[,，]\s*$")
_TOTAL_ROW = re.compile(r"[\s\d]*(?:合\s*计|总\s*计|共\s*计)")
_BROKEN = re.compile(r"\d,(?=[^\d\s])")
_MINUS = re.compile(r"(?=[\u4e00-\u9fff])[^年月日号元个项家期第条份人次分点][-－−]$")


@lru_cache(maxsize=65536)
def _printed(number: str, scale: str, kind: QuantityKind, modifier: str) -> Printed:
    return Printed(number, Decimal(scale), kind, Modifier(modifier))


def printed(fact: Fact) -> Printed:
    """The fact's number as printed, or its bare value where the digits do not say it (a corrected value)."""
    try:
        found = _printed(fact.number, str(fact.scale), fact.kind, fact.modifier.value)
        if found.value == fact.value:
            return found.with_number(f"-{found.number}") if _has_minus(fact) else found
    except ValueError:
        pass
    return _printed(f"{fact.value:f}", "1", fact.kind, fact.modifier.value)


def _has_minus(fact: Fact) -> bool:
    """Whether a minus stands right before the digits and the reading took it for a dash (``审减金额-85万元``).

    Behind a digit, a unit or another dash it is a range or a dash.
    """
    if fact.corrected or not fact.raw[:1].isdigit():
        return False
    return _MINUS.search(fact.quote[: fact.quote_at]) is not None


def in_text_order(facts: list[Fact]) -> list[Fact]:
    """Facts by document and place; what comes first never depends on the order they were given in."""
    return sorted(facts, key=lambda fact: (fact.document, fact.span, fact.id))


def quote_end(fact: Fact) -> int:
    """Offset in ``fact.quote`` just behind the figure; the quote may keep white space that ``raw`` drops."""
    at = fact.quote_at
    for _ in fact.raw:
        while at < len(fact.quote) and fact.quote[at].isspace():
            at += 1
        at += 1
    return min(at, len(fact.quote))


def before(fact: Fact) -> str:
    """The words of the sentence before the figure, white space dropped."""
    return "".join(fact.quote[: fact.quote_at].split())


def after(fact: Fact) -> str:
    """The words of the sentence behind the figure, white space dropped."""
    return "".join(fact.quote[quote_end(fact) :].split())


def same_sentence(one: Fact, two: Fact) -> bool:
    """Whether both stand in one sentence of one document."""
    return one.document == two.document and one.sentence == two.sentence


def between(one: Fact, two: Fact) -> str | None:
    """The words between two figures of one sentence, ``one`` first; ``None`` where they stand in different ones."""
    if not same_sentence(one, two) or two.quote_at < quote_end(one):
        return None
    return "".join(one.quote[quote_end(one) : two.quote_at].split())


def column(fact: Fact) -> int:
    """In which cell of its table row the figure stands, counted from 0 (0 as well in prose)."""
    return len(cells(fact.quote[: fact.quote_at])) - 1


def cells(row: str) -> list[str]:
    """The cells of a table row as quoted: parted by tabs, or by line ends where the text layer has a cell a line."""
    return re.split(r"[\t\n]", row)


def in_table(fact: Fact) -> bool:
    """Whether the figure stands in a table: its quote is then the row, not a sentence."""
    return "\t" in fact.quote or "\n" in fact.quote.strip("\n")


def is_total_row(fact: Fact) -> bool:
    """Whether the figure stands in the row of totals of a table."""
    return in_table(fact) and _TOTAL_ROW.match(fact.quote) is not None


def gap(one: Fact, two: Fact) -> int:
    """Characters of the source between two figures of one document, ``one`` first."""
    return two.span.start - one.span.end


def is_doubtful_reading(fact: Fact) -> bool:
    """Whether the print itself is in doubt.

    Digits that go on before or behind the span, digits that do not say the value, or a figure broken off in the same
    sentence (``定审44,`` and a page's running head), whose rest may be anywhere.
    """
    if fact.corrected:
        return False
    last = fact.quote[quote_end(fact) : quote_end(fact) + 1]
    ahead = fact.quote[: fact.quote_at]
    if not in_table(fact) and _is_torn(fact, ahead):
        return True
    if last.isdigit() and fact.raw[-1:].isdigit():
        return True
    return not _says_its_number(fact)


def _is_torn(fact: Fact, ahead: str) -> bool:
    """Whether digits stand right before the figure, or it begins its sentence, or the sentence holds a torn number.

    ``3 1 7 . 2 5 万元``: a number printed with gaps may be cut at its point.
    """
    if fact.raw[:1].isdigit() and _NUMBER_GOES_ON.search(ahead):
        return True
    if not ahead and fact.kind is QuantityKind.MONEY:
        # No sentence begins with a bare amount: its first words, or first digits, stand elsewhere.
        return True
    return bool(_GROUP.match(fact.raw) and _SEPARATOR.search(ahead)) or bool(
        _BROKEN.search(fact.quote) or _MISREAD.search(fact.quote)
    )


def _says_its_number(fact: Fact) -> bool:
    digits = "".join(char for char in unicodedata.normalize("NFKC", fact.raw) if char.isdigit())
    if not digits:
        return True
    return digits.startswith("".join(char for char in fact.number if char.isdigit()))


def facts_of(mined: Mined) -> list[Fact]:
    """The facts of one document straight from the pipeline, as the store would give them back."""
    parents = {activity.id: activity.parent for activity in mined.activities}
    return [_fact(mined, figure, parents) for figure in mined.figures]


def _fact(mined: Mined, figure: Figure, parents: dict[str, str]) -> Fact:
    quantity, labels = figure.quantity, figure.labels
    return Fact(
        id=figure.id,
        document=mined.document.path,
        document_id=mined.document.sha256,
        report_unit=mined.unit.name,
        report_year=mined.year,
        superseded=False,
        part=figure.part,
        span=quantity.span,
        sentence=figure.sentence,
        page=figure.page,
        raw=quantity.raw,
        number=quantity.number,
        scale=quantity.scale,
        kind=quantity.kind,
        value=quantity.value,
        unit=quantity.unit,
        modifier=quantity.modifier,
        cumulative=quantity.cumulative,
        measure=labels.measure,
        stage=labels.stage,
        outcome=labels.outcome,
        scope=labels.scope,
        actor=labels.actor,
        counted=labels.counted,
        subject=figure.subject.name,
        subject_code=figure.subject.code,
        period_start=figure.period.start,
        period_end=figure.period.end,
        period_part=figure.period.part,
        period_basis=figure.period.basis,
        subject_via=figure.subject.via,
        subject_evidence=figure.subject.evidence,
        period_via=figure.period.via,
        period_evidence=figure.period.evidence,
        stage_via=labels.stage_via,
        stage_evidence=labels.stage_evidence,
        scope_via=labels.scope_via,
        actor_via=labels.actor_via,
        rule=labels.rule,
        runner_up=labels.runner_up,
        confidence=figure.confidence,
        quote=figure.quote,
        quote_at=figure.quote_at,
        activity=figure.activity,
        parent=parents.get(figure.activity, ""),
    )
