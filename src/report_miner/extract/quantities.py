"""Finds every number in the view and says what it is: a quantity with unit, or ignored by a named rule.

One `regex` pass over the whole view: the pack's ignore rules first (a date is a date before it is a number), then
Arabic and Chinese numbers with scale and unit.  Nothing is lost: a digit that no rule knows becomes a quantity of
kind ``bare``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from report_miner.extract.numerals import SCALES, chinese_to_decimal
from report_miner.model import Block, Modifier, Quantity, QuantityKind, Span, View
from report_miner.packs import Pack
from report_miner.packs.schema import Units

ONE = Decimal(1)
TEN = Decimal(10)
TENTH = Decimal("0.1")
DIGITS = (
    r"(?<!分别为?[0-9]{0,3})[0-9]{1,3}(?:，[0-9]{3})+(?:\.[0-9]+)?(?= ?(?:万|亿|元|个|项|家|条|人|户|名|件|份|次|宗|%))"
    r"|[0-9](?: ?[0-9]){0,2}(?: ?, ?[0-9] ?[0-9] ?[0-9])+(?![0-9])(?: ?\. ?[0-9](?: ?[0-9]){0,3}(?= ?[万亿元%]))?"
    r"(?:\.[0-9]+)?"
    r"|(?<!分别为?[0-9]{0,3})[0-9](?: ?[0-9]){0,2}(?: ?， ?[0-9](?: ?[0-9]){2})+(?: ?\. ?[0-9]{1,2})?(?= ?[万亿]?元)"
    r"|[0-9](?: ?[0-9]){0,4} \. ?[0-9](?: ?[0-9]){0,3}(?= ?(?:[万亿元%分]|个百分点))"
    r"|[0-9]{1,3}(?: [0-9]{1,3}){1,2}\. [0-9](?: ?[0-9])?(?= ?(?:[万亿元%分]|个百分点))"
    r"|[0-9]{1,3}\.[0-9] [0-9](?= ?分)|[0-9]{1,2}。[0-9]{1,2}(?=%|个百分点)"
    r"|(?<![0-9])[0-9](?: [0-9]){1,4} ?\. ?[0-9](?: ?[0-9]){0,2}(?= ?(?:[万亿元%分]|个百分点))"
    r"|(?<![0-9])[0-9] ?\. ?[0-9](?: ?[0-9]){0,2}(?= ?个百分点)"
    r"|[0-9](?: [0-9]){0,5} ?\. ?[0-9](?: [0-9]){1,3}(?= ?[万亿元%])|[0-9](?: [0-9]){0,5} \. [0-9](?= ?[万亿元%])"
    r"|[0-9]{1,4}(?: [0-9]{1,4}){1,3}(?:\.[0-9]+)?(?= ?余?[万亿元个项家条份人次名篇期件宗户分%])"
    r"|[0-9]+ \. ?[0-9]+(?= ?[万亿元%])"
    r"|[0-9]+(?:\. ?[0-9]+(?: [0-9]+(?= ?[万亿元%]))?)?"
)
"""``[0-9]`` alone: `regex` knows digits of other scripts that Decimal does not; the view has folded wide ones."""
STARTS = "0-9①-⑳零〇一二近两三四五六七八九十百千万亿半壹贰叁肆伍陆柒捌玖拾佰仟"
"""Every number, and every pattern that ignores one, begins with one of these."""
SCALE = "万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千(?![瓦克米伏])|百"
OVER = "余|多"
CHINESE = "零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
RATIO_UNITS = "个百分点|百分点|%|％|‰|倍|成(?![立果效本熟功为员都品交人就绩形套型长分员])"
SCORE = "分(?!之[一二三四五六七八九十\\d])(?![行公类局别析项管批期级担子工步布配解钟享支离值销组档层段阶摊包])"
CAPITALS = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")
BREAKS = "，,。；;：:\n（）()、？！"
BREAK_SET = frozenset(BREAKS)


@dataclass(frozen=True, slots=True)
class Ignored:
    """A number that is not a figure, with the rule that says so (view offsets)."""

    block: Block
    rule: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled number grammar of a pack.

    ``indexes`` are the numbers of the groups of `Groups` in the pattern, ``ignored`` those of the ignore rules with
    their ids: groups fetched by number, all at once, cost a tenth of groups fetched by name.
    """

    pattern: Any
    indexes: tuple[int, ...]
    ignored: dict[int, str]
    currencies: dict[str, str]
    physical: frozenset[str]


class Groups(NamedTuple):
    """What the grammar's named groups hold, for one number."""

    percent: str | None
    number: str | None
    over0: str | None
    scale: str | None
    over1: str | None
    scale2: str | None
    ratio: str | None
    money: str | None
    physical: str | None
    score: str | None
    counted: str | None
    over2: str | None
    chinese: str | None
    cover: str | None
    cscale: str | None
    cover1: str | None
    cmoney: str | None
    cratio: str | None
    ccount: str | None
    vague: str | None


def alternatives(words: Iterable[str]) -> str:
    """A regex alternation of plain words, longest first."""
    import regex

    return "|".join(regex.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


@lru_cache(maxsize=4)
def grammar(pack: Pack) -> Grammar:
    """Compile the pack's units and ignore rules into one pattern; cached a process."""
    import regex

    units: Units = pack.units
    currency = alternatives(units.currencies)
    physical = alternatives(units.physical_units)
    counted = alternatives((*units.measure_words, *units.bare_nouns))
    chinese = alternatives(units.chinese_measure_words)
    second = r"(?:[（(](?:" + alternatives(units.measure_words) + r")[）)])?"
    unit = f"(?P<ratio>{RATIO_UNITS})|(?P<money>{currency})|(?P<physical>{physical})|(?P<score>{SCORE})"
    parts = [f"(?P<ignore_{index}>{rule.pattern})" for index, rule in enumerate(pack.ignore)]
    parts += [
        rf"(?P<percent_words>百分之(?P<percent>[{CHINESE}]{{1,24}}(?:点[{CHINESE}]{{1,24}})?|{DIGITS}))",
        rf"(?P<number>{DIGITS}) ?(?P<over0>{OVER})? ?(?P<scale>{SCALE})?(?P<over1>{OVER})?"
        rf"(?P<scale2>万|亿)?(?: ?(?:{unit}|(?P<counted>(?:{counted}){second})))?(?P<over2>余)?",
        rf"(?P<chinese>[{CHINESE}]{{1,24}}+(?:点[{CHINESE}]{{1,24}})?)(?P<cover>{OVER})?"
        rf"(?:(?P<cscale>万亿|万|亿)?(?P<cover1>{OVER})?(?:(?P<cmoney>{currency})|(?P<cratio>个百分点|百分点|成(?=[，。；、以左的多）投用是为属集源来])))"
        rf"|(?P<ccount>{chinese}))",
        r"近?(?<=近|超|逾|过|达)(?P<vague>(?:百|千)?(?:亿|万)|百|千)(?P<vmoney>元)",
    ]
    pattern = regex.compile(f"(?=[{STARTS}])(?:{'|'.join(parts)})")
    by_name = pattern.groupindex
    indexes = tuple(by_name[name] for name in Groups._fields)
    ignored = {by_name[f"ignore_{index}"]: rule.id for index, rule in enumerate(pack.ignore)}
    return Grammar(pattern, indexes, ignored, dict(units.currencies), frozenset(units.physical_units))


SLIP = re.compile(
    r"(?<![A-Za-z])(?:[OoIl](?=[\dOoIl]*\d)|(?<=[\d.])[OoIl]{1,3}(?=[\d.,%％]|[个项家条份人次名篇期万亿元余分])"
    r"|[Il]OO(?=[%％])|[Il](?=\.\d{1,2} ?[万亿%]))"
)
SLIPS = str.maketrans("OoIl", "0011")


def unslipped(text: str) -> str:
    """``6O个`` read as 60: letters that recognition software writes for digits inside a number, one for one."""
    if not any(letter in text for letter in "OoIl"):
        return text
    for _ in range(3):
        mended = SLIP.sub(lambda match: match.group().translate(SLIPS), text)
        if mended == text:
            break
        text = mended
    return text


def find_quantities(view: View, pack: Pack) -> tuple[list[Quantity], list[Ignored]]:
    """All numbers of the view in order: quantities with their unit, and what named rules ignore."""
    compiled = grammar(pack)
    text = unslipped(view.text)
    found: list[Quantity] = []
    ignored: list[Ignored] = []
    for match in compiled.pattern.finditer(text):
        block = Block(*match.span())
        rule = compiled.ignored.get(match.lastindex)
        if rule is not None:
            ignored.append(Ignored(block, rule))
            continue
        quantity = _read(Groups._make(match.group(*compiled.indexes)), block, view, compiled)
        if quantity is not None:
            found.append(quantity)
        elif any(char.isdecimal() for char in match.group()):
            ignored.append(Ignored(block, "unreadable"))
    return _ranges_and_lists(found, view), ignored


def _read(groups: Groups, block: Block, view: View, compiled: Grammar) -> Quantity | None:
    """The quantity of one match; ``None`` where its numeral cannot be read."""
    if groups.number:
        number = "".join(groups.number.replace(",", "").replace("，", "").replace("。", ".").split())
        worth = SCALES[groups.scale or ""] * SCALES[groups.scale2 or ""]
        printed = Printed(groups.ratio, groups.money, groups.physical, groups.score, groups.counted)
        unit, kind, factor = _unit(printed, compiled, worth)
        inner = bool(groups.over0 or groups.over1 or groups.over2)
        return _make(view, block, Printing(number, worth * factor, unit, kind, inner))
    value = groups.percent
    if value:
        numeral = Decimal(value.replace(",", "")) if value[0].isdecimal() else chinese_to_decimal(value)
        if numeral is None:
            return None
        return _make(view, block, Printing(str(numeral), ONE, "%", QuantityKind.PERCENT, False))
    if groups.vague:
        return _make(view, block, Printing("1", Decimal(SCALES[groups.vague]), "元", QuantityKind.MONEY, False))
    chinese = groups.chinese or ""
    numeral = chinese_to_decimal(chinese)
    if numeral is None:
        return None
    count = groups.ccount
    if count and not CAPITALS.isdisjoint(chinese):
        return None  # 「平陆县」: capital numerals write sums of money only
    worth = SCALES[groups.cscale or ""]
    unit, kind, factor = _unit(Printed(groups.cratio, groups.cmoney, None, None, count), compiled, worth)
    inner = bool(groups.cover or groups.cover1)
    return _make(view, block, Printing(str(numeral), worth * factor, unit, kind, inner))


class Printed(NamedTuple):
    """The unit as printed, by kind; at most one is there."""

    ratio: str | None
    money: str | None
    physical: str | None
    score: str | None
    counted: str | None


class Printing(NamedTuple):
    """A number as printed: digits, what one of them is worth in the normal unit, 余/多 inside."""

    number: str
    scale: Decimal
    unit: str
    kind: QuantityKind
    over: bool


def _unit(printed: Printed, compiled: Grammar, worth: int) -> tuple[str, QuantityKind, Decimal]:
    """Normal unit, kind, and what one printed unit is worth in it."""
    ratio = printed.ratio
    if ratio:
        if ratio.endswith("百分点"):
            return "百分点", QuantityKind.POINTS, ONE
        if ratio == "倍":
            return "倍", QuantityKind.MULTIPLE, ONE
        if ratio == "成":
            return "%", QuantityKind.PERCENT, TEN
        return "%", QuantityKind.PERCENT, TENTH if ratio == "‰" else ONE
    if printed.money:
        return compiled.currencies[printed.money], QuantityKind.MONEY, ONE
    if printed.physical:
        return printed.physical, QuantityKind.MEASURE, ONE
    if printed.score:
        return "分", QuantityKind.SCORE, ONE
    count = printed.counted
    if count:
        if count == "倍":
            return "倍", QuantityKind.MULTIPLE, ONE
        bracket = max(count.find("（"), count.find("("))
        return (count[:bracket] if bracket > 0 else count), QuantityKind.COUNT, ONE
    if worth >= 10_000:
        # 「13.11亿」「4700万」: without a unit, official prose means yuan.
        return "元", QuantityKind.MONEY, ONE
    return "", QuantityKind.BARE, ONE


def _make(view: View, block: Block, printing: Printing) -> Quantity:
    text = view.text
    start, end = block
    modifier = _modifier(text, start, end, printing.over)
    at = text.rfind("累计", max(0, start - 30), start)
    cumulative = at >= 0 and not any(char in BREAK_SET or char.isdecimal() for char in text[at:start])
    value = Decimal(printing.number) * printing.scale
    return Quantity(
        block, *view.printed(start, end), value, printing.unit, printing.kind,
        printing.number, printing.scale, modifier, cumulative,
    )  # fmt: skip


AT_LEAST = (
    "不低于",
    "不少于",
    "不小于",
    "至少",
    "不得低于",
    "不得少于",
    "下限",
    "大于等于",
    "≥",
    "不低于项目总数的",
    "不低于总数的",
    "低于",
)
AT_MOST = (
    "不高于", "不超过", "不得超过", "不得高于", "不多于", "至多", "最多", "上限", "控制在", "小于等于", "≤", "不大于",
    "不突破", "未超过",
)  # fmt: skip
OVER_WORDS = ("超过", "超", "逾", "突破", "多达", "超出", "高达", "高于", "大于", ">", "＞")
UNDER_WORDS = ("近", "不足", "不到", "未达", "未达到", "将近", "接近", "不满", "少于", "＜", "<", "小于")
APPROX_WORDS = ("约", "大约", "约为", "约达", "大概", "约计", "约占", "近似")
FILLERS = ("达到", "达", "为", "共", "了", "到", "的", "占", "计")


OPENINGS = ("（含", "(含", "（含）", "(含)", "及", "含")
SUFFIXES = {
    **dict.fromkeys(("以上", "之上"), Modifier.AT_LEAST),
    **dict.fromkeys(("以下", "以内", "之内", "之下"), Modifier.AT_MOST),
    **dict.fromkeys(("左右", "上下"), Modifier.APPROX),
}
FIRST_SIGNS = frozenset(word[0] for word in (*OPENINGS, *SUFFIXES))
LAST_SIGNS = frozenset(word[-1] for word in (*AT_MOST, *AT_LEAST, *APPROX_WORDS, *UNDER_WORDS, *OVER_WORDS, *FILLERS))
"""Most numbers are exact, and the one character beside them says so already."""


def _modifier(text: str, start: int, end: int, inner: bool) -> Modifier:
    """How exactly the number is meant, from the words around it (annotation guide, ``modifier``)."""
    behind = _modifier_behind(text[end : end + 8]) if text[end : end + 1] in FIRST_SIGNS else None
    if behind is not None:
        return behind
    before = text[max(0, start - 8) : start]
    ahead = _modifier_ahead(before) if before[-1:] in LAST_SIGNS else None
    if ahead is not None:
        return ahead
    return Modifier.OVER if inner else Modifier.EXACT


def _modifier_behind(after: str) -> Modifier | None:
    """What the words behind a number say (``以上``, ``（含）以下``)."""
    for opening in OPENINGS:
        if after.startswith(opening):
            after = after[len(opening) :].lstrip("）)")
    return SUFFIXES.get(after[:2])


def _modifier_ahead(before: str) -> Modifier | None:
    """What the words before a number say (``不低于``, ``约为``)."""
    for _ in range(2):
        if before.endswith(AT_MOST):
            return Modifier.AT_MOST
        if before.endswith(AT_LEAST) and not before.endswith(("审低于",)):
            return (
                Modifier.AT_LEAST
                if not before.endswith("低于") or before.endswith(("不低于", "不得低于"))
                else _below(before)
            )
        if before.endswith(APPROX_WORDS):
            return Modifier.APPROX
        if before.endswith(UNDER_WORDS):
            return Modifier.UNDER
        if before.endswith(OVER_WORDS):
            return Modifier.OVER
        for filler in FILLERS:
            if before.endswith(filler):
                before = before[: -len(filler)]
                break
        else:
            break
    return None


def _below(before: str) -> Modifier:
    return Modifier.AT_MOST if before.endswith("低于") else Modifier.EXACT


INCLUDED = re.compile(r"^[（(]不?含[)）]")
"""``80（含）至90分``: the lower bound shares the unit of the upper."""
NAMED_NEXT = re.compile("、[一-龥]{1,7}[县区市旗镇乡]")
"""``新蔡县231、平舆县254、正阳县198项``: every unit with its number, the last with what all count."""
DASHES = frozenset("-—–~～－至到")


def _ranges_and_lists(found: list[Quantity], view: View) -> list[Quantity]:
    """Bounds of ranges (``5%-10%``, ``3至5个``) and units shared by a list (``分别为12、5、3个``)."""
    text = view.text
    result = list(found)
    for index in range(len(result) - 2, -1, -1):
        left, right = result[index], result[index + 1]
        gap = INCLUDED.sub("", text[left.block.end : right.block.start])
        named = left.kind is QuantityKind.BARE and NAMED_NEXT.fullmatch(gap) is not None
        if not gap or (len(gap) > 2 and not named) or right.kind is QuantityKind.BARE:
            continue
        dash = all(char in DASHES for char in gap)
        listed = dash or named or gap in ("、", "，", "和", "与", "及", "、 ")
        shared = left.kind is QuantityKind.BARE and listed
        # 「回落0.8个和1.35个百分点」: nothing but points is counted in tenths.
        shared |= left.unit == "个" and "." in left.number and right.kind is QuantityKind.POINTS and listed
        if shared and (dash or right.kind is not QuantityKind.MEASURE):
            left = replace(
                left, value=Decimal(left.number) * right.scale, scale=right.scale, unit=right.unit, kind=right.kind
            )
            result[index] = left
        if dash and left.kind is right.kind and left.value < right.value:
            from_to = gap in ("到", "至") and left.kind is QuantityKind.MONEY and not shared and _changes(text, left)
            if not from_to:
                result[index] = replace(left, modifier=Modifier.AT_LEAST)
                result[index + 1] = replace(right, modifier=Modifier.AT_MOST)
    return result


def _changes(text: str, quantity: Quantity) -> bool:
    """``从20万元到30万元`` tells a change, not a range."""
    return "由" in text[max(0, quantity.block.start - 6) : quantity.block.start]


__all__ = ["BREAK_SET", "Grammar", "Ignored", "Span", "find_quantities", "grammar"]
