"""Parts and wholes told by words: ``其中``, ``包括``, ``分别为``, ``合计``, categories with their shares."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from report_miner.arithmetic import Comparison, Formula, Reason
from report_miner.arithmetic.formula import Constant, total
from report_miner.checks.facts import before, between, gap, same_sentence
from report_miner.checks.find_sets import CONCLUSIONS, COUNTED, GRADES, RECTIFICATION
from report_miner.checks.find_shares import balance_relations, rest_relations, share_relations
from report_miner.checks.passages import by_sentence, passages, same_work
from report_miner.checks.relations import Relation, Term, share_of, summed, test, within
from report_miner.model import FindingKind, Measure, Outcome, QuantityKind, Verdict
from report_miner.store import Fact

_OPEN = re.compile(r"(?<!对)(?<!在)(?<!将)(?<!把)(?<!从)其中|(?<!不)含(?!金量)")
_CLOSED = re.compile(r"(?<!主要)(?<!重点)(?<!其中)(?:包括|分别(?:为|是)|具体(?:为|是)|分为)")
_TOTAL_AHEAD = re.compile(r"(?:共|合计|共计|总计)[^，。；、]{0,6}$")
_SPLIT = re.compile(r"^[^，。；、]*(项目|政策|问题|部门|单位)[^，。；、]{0,8}分为[^，。；、\d]*$")
_NOUNS = {
    "项目": Measure.PROJECT_COUNT,
    "政策": Measure.POLICY_COUNT,
    "问题": Measure.ISSUE_COUNT,
    "部门": Measure.DEPARTMENT_COUNT,
    "单位": Measure.DEPARTMENT_COUNT,
}
_CLOSING = ("合计", "共计", "总计", "总共")
_EACH = re.compile(r"(?:每[个家项户亩件份人镇乡村县]|人均|户均|平均每[个家项])[^，。；、\d]{0,6}$")
_EXAMPLES = re.compile(r"[（(][^（()）。]*?(?:含|其中|包括|如)[^（()）]*[）)][^（()）]*$")
"""A bracket that names some of the members and is closed before the total."""
_CLASSES = frozenset({"类", "大类", "方面", "种"})
_REACH = 600
_SAYS_SUM = "各部分之和 = 合计"
_SAYS_WITHIN = "部分之和 ≤ 总体"
_RESULT_GROUPS = frozenset(GRADES + CONCLUSIONS + RECTIFICATION)
_MONEY_BASES = (Measure.AMOUNT_SUBMITTED, Measure.AMOUNT_INVOLVED)
_OUTSIDE = frozenset({Measure.OTHER_AMOUNT, Measure.OTHER_COUNT, Measure.OTHER})
_SOFT = _OUTSIDE | {Measure.SUGGESTION_COUNT}
_SPENT = frozenset(
    {Measure.AMOUNT_INVOLVED, Measure.AMOUNT_REDUCED, Measure.AMOUNT_RECOVERED, Measure.AMOUNT_SAVED, *_OUTSIDE}
)
_TAKEN = frozenset({Outcome.CANCELLED, Outcome.CUT, Outcome.ADJUSTED, Outcome.NOT_SUPPORTED})


@dataclass(frozen=True, slots=True)
class Division:
    """A whole and what the text lists under it; ``shares`` are as long as ``parts``, ``None`` where none is told.

    ``closed``: the words say that nothing else belongs to the whole.
    """

    whole: Fact
    parts: tuple[Fact, ...]
    shares: tuple[Fact | None, ...]
    closed: bool


def part_relations(facts: list[Fact]) -> list[Relation]:
    """All relations of parts and wholes of one document that words or nesting tell."""
    found: list[Relation] = []
    divisions = _divisions(facts)
    for division in divisions:
        found.extend(_division_relations(division))
    found.extend(share_relations(facts, frozenset(share.id for each in divisions for share in each.shares if share)))
    found.extend(rest_relations(facts))
    found.extend(balance_relations(facts))
    found.extend(_split_wholes(facts))
    for sentence in by_sentence(facts):
        found.extend(_closing_totals(sentence))
        found.extend(_classes(sentence))
    for passage in passages(facts):
        found.extend(_amounts_within(passage))
    found.extend(_results_within(facts))
    return found


# --------------------------------------------------------------------------- divisions


def _divisions(facts: list[Fact]) -> list[Division]:
    found = []
    for at, fact in enumerate(facts[1:], 1):
        opener = _opener(facts[at - 1], fact)
        if opener is None:
            continue
        closed, words = opener
        colon = before(fact)[before(fact).rfind(words[-2:]) :][2:3] in ("：", ":")
        listed = _listed(facts[at:], inside=words.rstrip("其中：:").endswith(("（", "(")), to_the_end=colon)
        for parts in _alike(listed):
            whole = _whole(facts[:at], parts)
            if whole is not None:
                found.append(Division(whole, tuple(parts), tuple(_share_behind(facts, part) for part in parts), closed))
    return found


def _opener(last: Fact, fact: Fact) -> tuple[bool, str] | None:
    """Whether the words right before ``fact`` open a list of parts, and whether they close it against more."""
    words = between(last, fact)
    if words is None:
        if last.document != fact.document or gap(last, fact) > 120 or not before(fact).startswith("其中"):
            return None
        return False, before(fact)
    if match := _OPEN.search(words):
        return False, words[: match.end()]
    if match := _CLOSED.search(words):
        return True, words[: match.end()]
    return None


def _listed(facts: list[Fact], inside: bool, to_the_end: bool = False) -> list[Fact]:
    """Facts of the list that begins with the first: up to the full stop, or the bracket that closes it.

    ``to_the_end``: a colon opened it, so that ``；`` parts its entries and does not end it.
    """
    kept = [facts[0]]
    for last, fact in pairwise(facts):
        words = between(last, fact)
        if words is None or "。" in words or (inside and set(words) & set("）)")) or _TOTAL_AHEAD.search(words):
            break
        if re.search(r"[；;]", words) and not to_the_end and not _same_family(facts[0], fact):
            break
        kept.append(fact)
    return kept


def _same_family(one: Fact, two: Fact) -> bool:
    """Parts of one list are children of one activity, or of the very activity of the first."""
    if one.activity == two.activity:
        return True
    return bool(one.parent) and one.parent == two.parent


def _alike(listed: list[Fact]) -> list[list[Fact]]:
    """Facts of a list that can be added up; results (grades, conclusions) are left to the search for sets.

    A count whose noun says little (``资金使用方面76个``) goes with the only other kind of count in the list.
    """
    groups: dict[tuple[str, str, str], list[Fact]] = {}
    addable = [fact for fact in listed if fact.outcome not in _RESULT_GROUPS and _addable(fact)]
    for fact in addable:
        like = [one for one in addable if one.kind is fact.kind and one.unit == fact.unit]
        firm = {one.measure for one in like if one.measure not in _SOFT}
        together = len(firm) <= 1 or firm <= _SPENT
        groups.setdefault((fact.kind.value, fact.unit, "" if together else fact.measure.value), []).append(fact)
    return list(groups.values())


def _addable(fact: Fact) -> bool:
    """Whether it is an amount or a count at all; a rate of pay for each one (``每村2万元``) adds up to nothing."""
    return fact.kind in (QuantityKind.COUNT, QuantityKind.MONEY) and not _EACH.search(before(fact))


def _whole(earlier: list[Fact], parts: list[Fact]) -> Fact | None:
    """The nearest fact before the list that counts what the parts count, of the same subject and year."""
    first = parts[0]
    measures = {part.measure for part in parts} - _SOFT
    for fact in reversed(earlier[-12:]):
        if not same_work(fact, first) or gap(fact, first) > 240 or fact.kind is not first.kind:
            continue
        if set(between(fact, first) or "") & set("；;") and not _parent(fact, first):
            # The list belongs to what stands in its own clause.
            return None
        # ``cut`` on an amount reduced says nothing more than the measure does.
        plain = fact.measure is Measure.AMOUNT_REDUCED and fact.outcome is Outcome.CUT
        if not (plain or fact.outcome in (Outcome.NONE, first.outcome)) or fact.unit != first.unit:
            continue
        if fact.measure in measures or (not measures and (_parent(fact, first) or fact.measure is first.measure)):
            return fact
        if len(measures) > 1 and fact.measure in _SPENT:
            return fact
    return None


def _share_behind(facts: list[Fact], part: Fact) -> Fact | None:
    at = next(index for index, fact in enumerate(facts) if fact is part)
    for fact in facts[at + 1 : at + 2]:
        words = between(part, fact)
        if fact.measure is Measure.SHARE and words is not None and not set(words) & set("。；;"):
            return fact
    return None


def _division_relations(division: Division) -> list[Relation]:
    whole = Term(division.whole, "whole")
    parts = tuple(Term(part, "part") for part in division.parts)
    shares = [share for share in division.shares if share is not None]
    found: list[Relation] = []
    sum_relation = summed(Term(division.whole, "total"), parts, _SAYS_SUM)
    full = len(parts) > 1 and (
        test(sum_relation).verdict is Verdict.HOLDS or (len(shares) == len(parts) and _near_hundred(shares))
    )
    if full:
        found.append(sum_relation)
    elif len(parts) > 1 and division.closed:
        found.append(replace(sum_relation, doubt=_closed_doubt(division)))
    else:
        found.extend(_bounds(whole, parts))
    doubt = Reason.LABEL if division.whole.measure in _OUTSIDE else Reason.NONE
    for part, share in zip(division.parts, division.shares, strict=True):
        if share is not None:
            found.append(share_of(Term(part, "part"), whole, Term(share, "share"), doubt))
    if full and len(shares) == len(parts):
        found.append(_hundred(shares))
    return found


def _closed_doubt(division: Division) -> Reason:
    sure = division.whole.measure not in _OUTSIDE and same_sentence(division.whole, division.parts[0])
    return Reason.NONE if sure else Reason.LABEL


def _bounds(whole: Term, parts: tuple[Term, ...]) -> list[Relation]:
    """Each part stays within the whole; their sum only where they do not overlap."""
    doubt = _bound_doubt(whole.fact, parts[0].fact)
    if len(parts) == 1:
        return [within(whole, parts, _SAYS_WITHIN, doubt)]
    overlap = Reason.NONE if _are_parallel([part.fact for part in parts]) else Reason.WORDING
    return [within(whole, parts, _SAYS_WITHIN, doubt or overlap)] + [
        within(whole, (part,), _SAYS_WITHIN, doubt)
        for part in parts
        if test(within(whole, (part,), _SAYS_WITHIN)).verdict is not Verdict.HOLDS
    ]


def _bound_doubt(whole: Fact, part: Fact) -> Reason:
    """Only a part of the sentence's own whole accuses; a list in the next sentence may go on from anything."""
    if whole.measure in _OUTSIDE or whole.stage is not part.stage:
        return Reason.LABEL
    if re.search(r"减少|增加|增长|下降|较上年|比上年", before(whole)[-8:]):
        # A net change may be smaller than what makes it up.
        return Reason.WORDING
    return Reason.NONE if same_sentence(whole, part) else Reason.LABEL


def _are_parallel(parts: list[Fact]) -> bool:
    """Whether the parts are classes of one division: ``部门评价39个，财政评价25个`` share a word, results do not."""
    names = [re.split(r"[，、；：:（(其中]", before(part).rstrip("共有为"))[-1] for part in parts]
    names = [re.sub(r"\d.*?[个项家份%％]", "", name) for name in names]
    return all(names) and (len({name[-1] for name in names}) == 1 and len(set(names)) == len(names))


def _near_hundred(shares: list[Fact]) -> bool:
    return abs(sum((share.value for share in shares), Decimal()) - 100) <= Decimal("1.5")


def _hundred(shares: list[Fact]) -> Relation:
    names = tuple(f"x{at}" for at in range(len(shares)))
    left = total("whole", names).left
    formula = Formula(left, Comparison.EQUAL, Constant(Fraction(1)))
    return Relation(FindingKind.SUM, formula, tuple(Term(share, "share") for share in shares), "各占比之和 = 100%")


# --------------------------------------------------------------------------- other ways to tell a part


def _split_wholes(facts: list[Fact]) -> list[Relation]:
    """``…审核项目151个…。审核项目按类别分为甲87个、乙64个``: the sentence names again what it divides."""
    found = []
    for sentence in by_sentence(facts):
        named = _SPLIT.search(before(sentence[0]))
        if named is None or not _addable(sentence[0]):
            continue
        parts = [fact for fact in _listed(sentence, inside=False) if fact.unit == sentence[0].unit]
        noun = _NOUNS[named.group(1)]
        wholes = [
            fact
            for fact in facts
            if fact.measure is noun and fact.span < parts[0].span and gap(fact, parts[0]) <= _REACH
            and not fact.outcome and not fact.parent and same_work(fact, parts[0])
        ]  # fmt: skip
        if len(wholes) == 1 and len(parts) > 1 and wholes[0].unit == parts[0].unit:
            terms = tuple(Term(part, "part") for part in parts)
            found.append(summed(Term(wholes[0], "total"), terms, _SAYS_SUM))
    return found


def _closing_totals(sentence: list[Fact]) -> list[Relation]:
    """``甲12个、乙5个，合计17个``."""
    found = []
    for at, fact in enumerate(sentence):
        if not _addable(fact) or not before(fact).endswith(_CLOSING) or "其余" in before(fact)[-12:]:
            continue
        parts: list[Fact] = []
        for part in reversed(sentence[:at]):
            like = part.measure is fact.measure and part.unit == fact.unit and _addable(part)
            if not like or set(between(part, fact) or "") & set("。；;"):
                break
            parts.insert(0, part)
        if len(parts) >= 2:
            sure = all(part.stage is fact.stage for part in parts)
            sure = sure and (not fact.outcome or all(part.outcome is fact.outcome for part in parts))
            # More of the kind before a semicolon: the total may go further back than the list.
            # … and so may counts of the same unit that measure something else: 「目标61份、报告23份，合计84份」.
            sure = sure and not any(
                one.measure is fact.measure or one.unit == fact.unit for one in sentence[: sentence.index(parts[0])]
            )
            doubt = Reason.NONE if sure else Reason.LABEL
            if _are_examples(parts[-1], fact):
                doubt = Reason.WORDING
            terms = tuple(Term(part, "part") for part in parts)
            found.append(summed(Term(fact, "total"), terms, _SAYS_SUM, doubt))
    return found


def _are_examples(last: Fact, whole: Fact) -> bool:
    """Whether the parts stand in a bracket of examples (``项目（含采购类8个、服务类5个）共计90个``)."""
    return _EXAMPLES.search(before(whole)) is not None and bool(set(between(last, whole) or "") & set("）)"))


def _classes(sentence: list[Fact]) -> list[Relation]:
    """``7类13个问题``: classes never outnumber what is in them."""
    return [
        within(Term(two, "whole"), (Term(one, "part"),), "类别数 ≤ 其中的个数", Reason.WORDING)
        for one, two in pairwise(sentence)
        if one.unit in _CLASSES and two.kind is QuantityKind.COUNT and between(one, two) == ""
    ]


def _amounts_within(passage: list[Fact]) -> list[Relation]:
    """An amount singled out by its result stays within the amounts of the round before it."""
    found = []
    for at, part in enumerate(passage):
        if part.kind is not QuantityKind.MONEY or part.outcome not in _TAKEN:
            continue
        for measure in (*_MONEY_BASES, Measure.AMOUNT_REDUCED):
            bases = [
                fact
                for fact in passage[:at]
                if fact.measure is measure and fact.outcome in (Outcome.NONE, Outcome.CUT) and _parent(fact, part)
            ]
            if bases:
                doubt = Reason.WORDING if measure is Measure.AMOUNT_REDUCED else Reason.LABEL
                found.append(within(Term(bases[-1], "whole"), (Term(part, "part"),), _SAYS_WITHIN, doubt))
    return found


def _parent(fact: Fact, part: Fact) -> bool:
    return bool(part.parent) and fact.activity == part.parent


def _results_within(facts: list[Fact]) -> list[Relation]:
    """Projects singled out by a result stay within the projects of the same work told before them.

    Told by standing near only, so that it never accuses.
    """
    by_whole: dict[str, tuple[Fact, list[Fact]]] = {}
    found = []
    for at, part in enumerate(facts):
        if part.measure not in COUNTED or not part.outcome:
            continue
        near = [fact for fact in facts[max(0, at - 20) : at] if same_work(fact, part) and gap(fact, part) <= _REACH]
        for whole in reversed(near):
            if whole.measure is part.measure and whole.stage is part.stage and _is_wider(whole, part):
                by_whole.setdefault(whole.id, (whole, []))[1].append(part)
                break
        found.extend(_cut_before_adjusted(near, part))
    for whole, parts in by_whole.values():
        found.extend(_all_or_each(whole, parts))
    return found


def _all_or_each(whole: Fact, parts: list[Fact]) -> list[Relation]:
    """All parts together where they fit, else each by itself: results may overlap."""
    together = within(Term(whole, "whole"), tuple(Term(part, "part") for part in parts), _SAYS_WITHIN, Reason.LABEL)
    if test(together).verdict is Verdict.HOLDS:
        return [together]
    return [within(Term(whole, "whole"), (Term(part, "part"),), _SAYS_WITHIN, Reason.LABEL) for part in parts]


def _is_wider(whole: Fact, part: Fact) -> bool:
    return not whole.outcome and (not whole.parent or whole.activity in (part.activity, part.parent))


def _cut_before_adjusted(earlier: list[Fact], fact: Fact) -> list[Relation]:
    """``对52个项目调减预算…共调整项目28个``: what was cut is among what was adjusted, if both words mean one thing."""
    if not re.search(r"共(?:计)?[^，。；、\d]{0,6}$", before(fact)):
        return []
    return [
        within(
            Term(fact, "whole"),
            (Term(part, "part"),),
            _SAYS_WITHIN,
            Reason.WORDING,
        )
        for part in earlier
        if part.measure is fact.measure and part.stage is fact.stage and part.outcome in _TAKEN
    ]
