"""Lists that say how many entries they have: ``《甲》、《乙》等2个文件``, ``甲、乙两个阶段``, ``2项制度，即《甲》``."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from report_miner.arithmetic import Comparison, Formula, Judgement, Reason
from report_miner.arithmetic.formula import Constant, Name
from report_miner.checks.facts import after, before
from report_miner.checks.relations import Relation, Term
from report_miner.model import FindingKind, Modifier, QuantityKind, Verdict
from report_miner.store import Fact

_TITLE = re.compile(r"《(?:[^《》]|《[^《》]*》)*》(?:（[^（）]*）|\([^()]*\))?|“[^“”]*”")
_TITLE_GAP = re.compile(r"[、，,和及与]?(?:以及)?")
_CLAUSE_END = re.compile(r"[，。；：:;（）()！？]")
_AND = re.compile(r"以及|和|及|与")
_BEFORE_VERB = re.compile(r"(?:分别)?(?:组织|开展|实施|进行|召开|举办|完成)了?$")
_WHEN = re.compile(r"\d{1,2}月(?:份|底|末|初|中旬|上旬|下旬)?|[一二三四]季度|上半年|下半年")
_SHORT_ENTRY = 14
_LEAD = re.compile(r"划分为|分为|包括|聚焦|围绕|紧扣|紧盯|按照|抓好|做好|建立|完善")
_PLAIN_ENTRY = 9
_MOST_PLAIN = 12
_NOUN_FOLLOWS = re.compile(r"[\u4e00-\u9fff]")
_OTHER_THINGS = re.compile(r"等[^，。；、]+$")
_GRADE = re.compile(r"[“‘]?(?:优秀?|良好?|中等?|一般|合格|及格|较?差|不合格|不及格|[红黄绿蓝]灯?)[”’]?")
_PLACE = re.compile(r"[^，。；、的]+(?:省|市|县|区|旗|镇|乡|村|街道|社区|园区|开发区)")
_PLACES_COUNTED = re.compile(
    r"[个家]?[^，。；、\d项]{0,4}(?:省|市|县|区|旗|镇|乡|村|街道|社区|地区|地方|试点|单位|主体)"
)
_NO_NOUN = tuple("占的较比和与及、，。；：）以并共均各由为是")


class Listed(NamedTuple):
    """What stands in a list: the fewest and the most entries it can be read as, and how it ends.

    ``titled``: every entry is a title in brackets or quotes, so that there is only one way to count.
    """

    entries: tuple[str, ...]
    fewest: int
    most: int
    open_ended: bool
    titled: bool


def list_relations(facts: list[Fact]) -> list[Relation]:
    """One relation for each count that follows or announces a list in its own sentence."""
    return [relation for fact in facts if _may_count_a_list(fact) and (relation := _relation(fact)) is not None]


_OF_EACH = re.compile(r"(?:各(?:自)?[^，。；、\d]{0,4}|所属的?|领域的?|转[投入用][^，。；\d]{0,14})$")
"""``甲、乙两县各评价5个``, ``对所属5个项目``: told of the entries, not how many they are."""
_NOT_LISTED = frozenset({"期", "人次"})
"""Who came twice is listed once."""


def _may_count_a_list(fact: Fact) -> bool:
    return (
        fact.kind is QuantityKind.COUNT
        and fact.modifier is Modifier.EXACT
        and fact.value == fact.value.to_integral_value()
        and 0 < fact.value < 100
        and fact.unit not in _NOT_LISTED
        and _OF_EACH.search(before(fact)) is None
        and _noun_follows(fact)
    )


def _noun_follows(fact: Fact) -> bool:
    """``四个阶段`` counts the list before it; ``问题 4 个，`` counts the noun before it and closes no list."""
    if not re.search(r"\d", fact.raw) and len(fact.raw) > 2:
        return True
    words = after(fact)
    return bool(_NOUN_FOLLOWS.match(words)) and not words.startswith(_NO_NOUN)


def _relation(fact: Fact) -> Relation | None:
    listed = _titles_behind(after(fact)) or listed_before(before(fact))
    if listed is None:
        return None
    count = int(fact.value)
    formula = Formula(Name("x0"), Comparison.EQUAL, Constant(_nearest(listed, count)))
    relation = Relation(
        FindingKind.LIST_LENGTH, formula, (Term(fact, "count"),), "列举的条目数 = 所报数量", entries=listed.entries
    )
    return _settle(relation, listed, count)


def _settle(relation: Relation, listed: Listed, count: int) -> Relation | None:
    if listed.fewest <= count <= listed.most:
        return relation
    if listed.open_ended and count > listed.most:
        return replace(relation, settled=Judgement(Verdict.NOT_TESTABLE, Reason.OPEN_LIST))
    doubt = Reason.LABEL if _counts_other_things(listed, after(relation.facts[0])) else Reason.NONE
    if listed.titled:
        return replace(relation, doubt=doubt)
    # Two or more entries joined by 、 and still more of them than counted, or all entries short and one 和 at the end:
    # otherwise the cut of the list is ours and may be wrong.
    later = listed.entries[1:]
    plain = (
        2 <= count <= _MOST_PLAIN
        and listed.fewest >= 2
        and len(_LEAD.split(listed.entries[0])[-1]) <= _SHORT_ENTRY
        and all(len(entry) <= _PLAIN_ENTRY and "的" not in entry for entry in later)
    ) or _are_documents(listed.entries, count)
    return replace(relation, doubt=doubt) if plain else None


def _counts_other_things(listed: Listed, words: str) -> bool:
    """Whether the list names not what is counted but where it lies, how it was graded, or its field.

    ``河东镇、柳林乡15个工程`` counts 工程, ``“优”“良”31个项目`` 项目, ``水利、交通等行业22个单位`` 单位: the count says
    nothing of such a list, however short its entries are.
    """
    entries = listed.entries
    if not entries:
        return False
    if not listed.titled and _OTHER_THINGS.search(entries[-1]):
        return True
    if all(_GRADE.fullmatch(entry) for entry in entries):
        return not re.match(r"[个类]?(?:等|档|级|灯)", words)
    return all(_PLACE.fullmatch(entry) for entry in entries) and not _PLACES_COUNTED.match(words)


def _are_documents(entries: tuple[str, ...], count: int) -> bool:
    """Three or more names that end alike (``甲办法、乙办法和丙办法``) are titles without their brackets."""
    return 2 <= count <= _MOST_PLAIN and len(entries) > 2 and len({entry[-2:] for entry in entries}) == 1


def _nearest(listed: Listed, count: int) -> Fraction:
    return Fraction(min(max(count, listed.fewest), listed.most))


def _titles_behind(words: str) -> Listed | None:
    lead = re.match(r"^[^，。；、]{0,10}?[，,]?(?:即|分别是|分别为|包括|：|:)(?=[《“])", words)
    if lead is None:
        return None
    return _titles_from(words, lead.end())


def _titles_from(words: str, at: int) -> Listed | None:
    entries: list[str] = []
    while (match := _TITLE.match(words, at)) is not None:
        entries.append(match.group())
        joint = _TITLE_GAP.match(words, match.end())
        at = joint.end() if joint else match.end()
    if not entries:
        return None
    return Listed(tuple(entries), len(entries), len(entries), words.startswith("等", at), True)


def listed_before(words: str) -> Listed | None:
    """The list that ends where ``words`` end (the figure follows); ``None`` where there is no list."""
    open_ended = words.endswith("等")
    body = words[:-1] if open_ended else words
    body = body.removesuffix("，") if open_ended else body
    return _titles_ending(body, open_ended) or _moments(body) or _enumeration(body, open_ended)


def _titles_ending(body: str, open_ended: bool) -> Listed | None:
    """Titles that stand right before the count."""
    titles = list(_TITLE.finditer(body))
    if not titles or titles[-1].end() != len(body):
        return None
    first = len(titles) - 1
    while first and _TITLE_GAP.fullmatch(body[titles[first - 1].end() : titles[first].start()]):
        first -= 1
    entries = tuple(match.group() for match in titles[first:])
    if not open_ended and len(entries) == 1:
        return None
    return Listed(entries, len(entries), len(entries), open_ended, True)


def _moments(body: str) -> Listed | None:
    """``6月底和9月底开展`` + ``两次监控``."""
    verb = _BEFORE_VERB.search(body)
    if verb is None:
        return None
    clause = _CLAUSE_END.split(body[: verb.start()])[-1]
    found = _WHEN.findall(clause)
    first = _WHEN.search(clause)
    if len(found) < 2 or first is None or _WHEN.sub("", clause[first.start() :]).strip("、和及与") != "":
        return None
    return Listed(tuple(found), len(found), len(found), False, True)


def _enumeration(body: str, open_ended: bool) -> Listed | None:
    """``A、B和C`` before the count; 和/及/与 may join two entries or stand inside one."""
    clause = _CLAUSE_END.split(body)[-1]
    pieces = [piece for piece in clause.split("、") if piece]
    if not pieces or clause[-1] in "共有了的为达计各对":
        return None
    if not open_ended and any("的" in piece for piece in pieces[1:]):
        # ``覆盖面广、实施期长的重点领域`` describes, it does not list.
        return None
    joints = sum(len(_AND.findall(piece)) for piece in pieces)
    if len(pieces) == 1 and not open_ended and not joints:
        return None
    if re.search(r"\d", clause if not open_ended else "".join(pieces[1:])):
        # Figures among the entries: counts told one after another, not a list of names.
        return None
    # The last 、-entry usually joins its successor by 和; only that 和 is a likely joint.
    last_joints = len(_AND.findall(pieces[-1]))
    entries = tuple(pieces[:-1]) + tuple(piece for piece in _AND.split(pieces[-1]) if piece)
    if len(pieces) == 1 and not open_ended:
        # ``A和B两项机制``: only such a short clause is surely a list.
        return Listed(entries, 1, 1 + joints, False, False) if len(clause) <= 2 * _SHORT_ENTRY else None
    return Listed(entries, len(pieces), len(pieces) + max(joints, last_joints), open_ended, False)
