"""Which facts speak of one piece of work: by the activity the extractor gave them, and by standing together.

Activities may be cut too finely or too coarsely, so that grouping here asks the text as well: two figures of one
subject and year in one sentence without a ``；`` between them belong together whatever their activities say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from report_miner.checks.facts import between, column, gap, in_table, in_text_order, same_sentence
from report_miner.model import Measure
from report_miner.store import Fact

_NEAR = 160
_FAR = 700
_BECAME = re.compile(r"^[^，。；、]{0,6}[增升减降提下扩缩][^，。；、]{0,2}[到至][^，。；、]{0,4}$")


def by_document(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Facts of each document in text order; rules (thresholds) are no results and left out."""
    kept = [fact for fact in facts if fact.measure is not Measure.THRESHOLD]
    return [list(group) for _, group in groupby(in_text_order(kept), key=lambda fact: fact.document)]


def by_sentence(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Facts of one document by sentence, in text order."""
    return [list(group) for _, group in groupby(facts, key=lambda fact: fact.sentence)]


def same_work(one: Fact, two: Fact) -> bool:
    """Whether subject, years, part of the year and part of the report agree."""
    return (
        one.document == two.document
        and one.part == two.part
        and one.subject == two.subject
        and one.period_end == two.period_end
        and one.period_part == two.period_part
    )


def stands_with(one: Fact, two: Fact) -> bool:
    """Whether ``two`` continues what ``one`` began: one activity, or one run of clauses (``one`` first)."""
    if not same_work(one, two):
        return False
    if in_table(one) and in_table(two) and not same_sentence(one, two):
        # Of two rows only what stands one under the other can be one piece of work.
        return column(one) == column(two) and one.activity == two.activity
    if one.activity and one.activity == two.activity:
        return gap(one, two) <= _FAR
    words = between(one, two)
    return words is not None and not set(words) & set("；;。")


def is_change(one: Fact, two: Fact) -> bool:
    """Whether the words tell ``two`` as what ``one`` became (``从5家扩大到32家``): neither is part of the other."""
    return _BECAME.search(between(one, two) or "") is not None


def passages(facts: list[Fact]) -> list[list[Fact]]:
    """Facts of one document cut into passages: one subject and year, nothing far off, in text order."""
    found: list[list[Fact]] = []
    for fact in facts:
        for passage in reversed(found[-4:]):
            if _continues(passage, fact):
                passage.append(fact)
                break
        else:
            found.append([fact])
    return found


def _continues(passage: list[Fact], fact: Fact) -> bool:
    last = passage[-1]
    if not same_work(last, fact):
        return False
    if same_sentence(last, fact) or gap(last, fact) <= _NEAR:
        return True
    return bool(fact.activity) and gap(last, fact) <= _FAR and any(one.activity == fact.activity for one in passage)
