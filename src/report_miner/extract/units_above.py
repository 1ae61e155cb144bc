"""Units above the one that reports, where a number is told of them: ``全市平均9.7%`` in a county's report.

A county's report holds its numbers against the city's or the province's; these are the city's own.  They have the word
for one statement only.  A difference (``高于全市平均1.2个百分点``) stays the reporting unit's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from report_miner.model import Block, Span, Subject, Via
from report_miner.regions import RegionTable

LEVELS = "省市州盟"
HEAD = r"(?:^|[，,。；;：:\n（(])(?:而|但|其中|同期|同年|上年|去年|当年|近年来)?"
TOLD = (
    r"(?:平均|均值|各?(?:县区|县级|区县|旗县|县市)|共|累计|合计|财政|评审|评价|审减|自评|编报|完成|为|是|"
    r"\d{1,3}个(?:县|区|市|旗|项目|镇|乡|街道))"
)
MANY = r"各?(?=\d{1,3}个(?:县|区|市|旗|镇|乡)[^，,。；;]{0,12}(?:平均|共|累计|合计|评审|评价|审减|自评))"
WITHIN = rf"(?:[省市州盟](?:本级|直)|(?:全[{LEVELS}区]|内)(?={TOLD})|{MANY})"
"""What is told of all of a named unit."""
STATEMENT_END = re.compile("[。；;）)]|[，,](?=[一-龥]{0,4}(?:我|本)[县区市旗])")
BARE = re.compile(rf"(?:{HEAD}|年)(?P<name>全(?P<level>[{LEVELS}])(?={TOLD}))")


def units_above(table: RegionTable, year: int | None, code: str) -> tuple[Subject, ...]:
    """The city and the province of the unit of ``code``, the nearest first."""
    region = table.get(code, year) or table.get(code)
    if region is None:
        return ()
    return tuple(Subject(above.name, above.code, Via.STATED) for above in table.ancestors(region, year))


def spoken_of_above(
    text: str, block: Block, own: Subject, above: tuple[Subject, ...], span: Callable[[int, int], Span]
) -> Iterator[tuple[int, int, Subject]]:
    """Where a sentence tells of a unit above ``own``, and where it comes back to ``own`` again."""
    for unit in above:
        if text.find(unit.name[:-1], *block) < 0:
            continue
        for match in _named(unit.name).finditer(text, max(block.start - 1, 0), block.end):
            yield from _until_the_end(text, block, match.span("name"), unit, own, span)
    for match in BARE.finditer(text, max(block.start - 1, 0), block.end):
        meant = next((unit for unit in above if unit.name.endswith(match["level"])), None)
        if meant is not None and not own.name.endswith(match["level"]):
            yield from _until_the_end(text, block, match.span("name"), meant, own, span)


@lru_cache(maxsize=64)
def _named(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{HEAD}|年)(?P<name>{name[:-1]}{name[-1]}?{WITHIN})")


def _until_the_end(
    text: str, block: Block, place: tuple[int, int], unit: Subject, own: Subject, span: Callable[[int, int], Span]
) -> Iterator[tuple[int, int, Subject]]:
    start, end = place
    yield start, end, Subject(unit.name, unit.code, Via.STATED, span(start, end))
    closing = STATEMENT_END.search(text, end, block.end)
    stop = closing.start() if closing else block.end
    yield stop, stop, own
