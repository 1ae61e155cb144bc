"""Which years a figure covers.

A time expression governs from where it stands to the next one in the sentence; where a sentence has none, its item's
heading speaks, then the part, then the report's year.  A year that only names the money or the object
(``2022年度新增债券项目``, ``编制2023年预算时``) does not move the work out of its year.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from report_miner.model import Block, Period, PeriodBasis, PeriodPart, Via, View

ATTRIBUTE = (
    r"(?:年?度?(?=新增(?:地方|政府|专项|一般|债|中央|财政|转移)|地方政府|专项债|一般债|购买|转移支付|衔接|扶贫|困难|美丽|部门预算|部门整体|预算(?!执行中|单位|绩效|内)|年初预算|"
    r"市级预算|县级预算|省级预算|财政预算|决算|部门决算|政府预算|项目(?:资金|预算|支出|库)|重点项目|专项|支出绩效|"
    r"市级专项|县级专项|省级专项|中央|省级|支出预算|度?部门项目|度?项目|度?支出|度?专项|资金|农村|城乡|公共|已完工|完工|竣工|绩效自评|绩效评价(?!工作)|绩效目标(?!申报|编报|审核|管理|工作)|的))"
)
EXPRESSION = (
    r"(?P<range>(?P<from>(?:19|20)\d{2})(?:年度?)?\s?(?:[-—–~～至到－]+|[、和](?=(?:19|20)\d{2}年?两年))\s?(?P<to>(?:19|20)\d{2})年?度?(?:两年)?)"
    r"|(?P<dates>(?P<dates_from>(?:19|20)\d{2})年(?:\d{1,2}月)?(?:\d{1,2}日)?[起始]?[-—–~～至到－]+"
    r"(?:(?P<dates_to>(?:19|20)\d{2})年|今年)(?:\d{1,2}月)?(?:\d{1,2}日|底|末)?(?:[止间]|期间)?)"
    r"|(?P<since>(?P<since_year>(?:19|20)\d{2})年(?:度|初|\d{1,2}月份?)?(?:开始)?(?:[^，。；,\n]{0,18}?以来|起|至今|至目前|至报告期))"
    r"|(?P<until>截[至止](?P<until_year>(?:19|20)\d{2})年(?:度?末|底|\d{1,2}月(?:底|末|份|\d{1,2}日)?)?)"
    r"|(?P<year>(?:19|20)\d{2}|2 0 \d \d ?)年(?!版)(?P<part>上半年|1-6月)?"
    r"|(?P<plan>“?(?P<plan_no>十二五|十三五|十四五|十五五)”?\s?(?P<plan_how>时期|期间|以来|末|平均(?=的?\d)|年均(?=的?\d)|前(?P<plan_first>[一二三四两])年|五年|(?=我[省市县区旗州]|全[省市县区旗州]|财政))?)"
    r"|(?P<years>[近这]?(?P<years_no>[两二三四五六七八九]|\d)年(?:来|间|多来|(?=[一-龥]{0,4}(?:共|累计|合计)))|[近这](?P<years_no2>[两二三四五六七八九]|\d)年)"
    r"|(?P<vague>近年来(?!最)|多年来|近几年来?|历年来?|目前为止)"
    r"|(?P<half_months>1[-—–至]6月份?)"
    r"|(?P<next>明年|来年|新的一年|下一?年度?|次年)|(?P<before_last>前年)"
    r"|(?P<last>(?:去年|上一?年度?)(?:上半年|下半年)?)|(?P<this>今年以来|一年来|今年|本年度?|当年|(?<![一二三四五六七八九十两几])年内|全年|下半年|[一二三四]季度|前[两二三]季度|目前(?=的[约近]?\d)|\d{1,2}[-—–至]\d{1,2}月份?)"
    r"|(?P<half>上半年)|(?P<to_date>截至(?:目前|\d{1,2}月底?|[^，。；]{0,8}?(?=[，,]))|截止(?:目前|\d{1,2}月底?))"
)
PLANS = {"十二五": (2011, 2015), "十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}
PLAN_YEARS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4}
NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
COMPARED = re.compile(r"(?:比|较|同比|高于|低于|超过|超|是|为|与|和|同|相当于)$")
RESTED_ON = re.compile(
    r"(?:根据|依据|按照?|参照|参考|结合|对照|比照|吸收|运用|应用|利用|使用)(?:了?(?:县|市|区|州|旗|省)级?)?$"
)
RESULTS = re.compile(r"年?度?[^，,。；;\d]{0,12}(?:结果|成果|结论|等级|等次|得分|意见|情况|报告)")
"""``根据2021年评价结论取消项目5个``: the results of one year put to use in another."""
SET_AGAINST = re.compile(r"[与和同]$")
MEASURED = re.compile(r"(?:[^，,。；;]|,(?=\d)){0,40}?(?:相比|比较)")
CUTS = re.compile(r"(?:压减|扣减|核减|调减|削减|调增|增加|安排|压缩)了?$")
BUDGET = re.compile(r"(?:部门|项目|财政)?(?:预算|经费|公用经费|资金)")
WITHIN_A_YEAR = re.compile("全年|年内|当年|下半年|.*季度|.*月份?")
"""Times that say no year of their own: that of the year spoken of, else of the report's."""
MORE_OR_LESS = re.compile(r"(?:比|较|高于|低于|超过|超)$")
"""Before a year or a plan period that something is only measured against (``较“十三五”时期增长15%``)."""
LONGEST_LIST = 24
AMONG_COMPARED = re.compile(r"(?:比|较|高于|低于|超过)(?:(?:19|20)\d{2}年度?[、和与])+$")
"""``比2021年、2022年分别多20个和9个``."""
COMPARED_AFTER = re.compile(
    r"度?(?:相比|决算|实际|结转|结余|末|增长|底|预算的(?=\d)|(?:预算)?(?:基数|安排数|安排额|规模|水平)的?(?=[\d扣压核减上下]))"
)
CARRIED_OVER = re.compile(r"(?:结转|转入|留待|顺延至?|推迟到)$")
"""Before 下年: what is left for later is told of now."""
OBJECT_BEFORE = re.compile(
    r"(?:编制|编入|清理|梳理|对|将|随|结合|纳入|申报|列入|批复|安排|关于|用于|挂钩|调整|作为|对象为|对象是|范围为|与|及|和|审核|入库|评审|经过对|会审|抽取|选取|针对)$"
)
HEADS = re.compile(r"(?:^|[，,。；;：:、\n（(“”]|截至|自|从|在|于|到|至|其中|早在|是|仅|单是|而)\s?$")
"""Before a year that says when."""
VERB_AFTER = re.compile(
    r"度?(?:[，,：:）)]|全年|共|累计|完成|开展|组织|实施|选取|选择|评审|审核|评价|监控|我|全|各|已|以来|末|底|初|首次|起|启动|编制|出台|印发|制定|"
    r"财政重点(?!绩效评价项目)|送审|审减|核减|申报|收回|压减|取消|对|将|先后|继续|获|由|的\d|\d|就|拟(?!新增|新设|安排|出台|设立|列入|实施)|计划|力争|预计)"
)
UNITS_AT_WORK = re.compile(r"(?:部门整体|重点项目|项目(?!资金|预算)|支出|绩效评价)")
"""``2023年部门整体绩效管理涵盖…`` at the head of a clause tells when; ``2023年度部门整体…`` tells which money."""
ATTACHED = re.compile(r"(?:度|末|底|全年|同期|总和|合计)*的?[（(]?约?(?=\d)(?!\d{1,2}月)")
SECOND_NUMBER = re.compile(
    r"[\d,，.]+\s?[个项家次期场篇份]{1,2}(?=\d)|[\d,，.]+\s?[个项家宗件](?:项目|部门|单位)?[、和及](?:资金|金额|涉及|涉资|送审|审减|核减|压减|评减|调减|收回|扣减)*(?=[\d,.]+(?:万|亿)?元)"
)
"""``2022年18个、4.52亿元``: count and amount of one year."""
THEN = re.compile(
    r"度?(?:同期)?(?:为|是|只有|仅有?)(?P<number>[\d,.]+)[^，,。；;\d]{1,6}[，,](?:今年|同比|净)?(?:增|降|减|提高|提升|上升|下降|多|少)"
)
"""``893个，上年为654个，增长36.5%``: said of that number alone."""
MADE_THEN = re.compile(r"度?(?:发行|下达|立项|竣工|完工|到期|批复|投入|入库|新建|建成|获批|签订|开工)(?:使用)?的")
"""``2021—2023年发行的专项债券``: when the object came about, not when it was evaluated."""
OF_AN_OBJECT = re.compile(r"(?:^|[，,。；;：:、])(?:对|针对|选取|抽取|将)$")
"""``对2022年度46个项目开展评价``: the year is that of the projects, not of the work."""
FOUND_THEN = re.compile(
    r"度?(?:[^，,。；;\d]{0,10}(?:反馈|发现|查出|提出|移交|点出|指出|揭示|交办|暴露)的"
    r"|(?:绩效)?(?:被?(?:评价?|评定|考核|列)为|评价(?:结果|等次|等级)为)[^，,。；;\d]{1,8}的)"
)
"""``上年度重点评价反馈的126个问题``: what was found then is dealt with now."""
OLD_OBJECTS = re.compile(r"(?<=上年)度?的?(?:项目|自评|指标|目标|政策)(?!评审|评价)")
"""``1,133个上年项目自评资料上线``."""
DRAFTING = re.compile(r"(?:编制|编报|安排)$")
IN_DRAFTING = re.compile(r"度?(?:部门|财政|项目|年初)?预算(?:草案)?(?:时|中(?!期)|过程中|工作中|环节)(?!的)")
"""``编制2022年预算时``: done in the year before."""
SAME_TIME = re.compile(r"度?同期")
BACK = re.compile(r"预算执行|执行情况|总结|回顾|完成情况|工作情况|评价情况")
"""A title that looks back first (``2023年预算执行情况和2024年预算草案``) is not only of what is still to come."""
FUTURE = re.compile(
    r"下一步|下步|工作打算|工作计划|工作安排|工作思路|预算草案|明年|下年度|下阶段|努力方向|今后|新的一年|来年|下一阶段|未来|改进措施和|有关建议|下步"
)

TARGETS = re.compile(r"绩效目标(?:申报|情况)?表?[：:]?$")
"""The heading of an annex to a budget: the targets are for the year of the draft."""


@dataclass(frozen=True, slots=True)
class TimeWord:
    """One time expression in the view: what it says, and whether it only names an object."""

    block: Block
    period: Period
    attributive: bool = False
    local: int = 0
    """Where the one number begins that it is said of (``2020年的11个增加到54个``); 0: it is said of what follows."""
    clause: bool = False
    """Said of its own clause alone (``2022年同期收回6,940万元，…``)."""
    ahead: bool = False
    """Names a budget still to be carried out (``2026年部门预算`` in a report on 2025): that is when it is for."""
    until: int = 0
    """Where it ends to govern: with its brackets, or for 次年 with its stretch up to ；; 0: it does not."""
    within: bool = False
    """Says no year of its own (``全年``, ``1—9月``)."""


FIRST = r"\d“近这一十两二三四五六七八九多历目明来新下次前去上今本当年全截"
"""Every alternative of the expression begins with one of these: seen ahead, they halve the time it takes."""


@lru_cache(maxsize=1)
def expression() -> re.Pattern[str]:
    """The compiled grammar of time expressions."""
    return re.compile(f"(?=[{FIRST}])(?:{EXPRESSION})")


@lru_cache(maxsize=1)
def attribute() -> Any:
    """What follows a year that only names an object."""
    import regex

    return regex.compile(ATTRIBUTE)


WRITTEN = re.compile(r"((?:19|20)\d{2})年[1-4]月")
AHEAD = re.compile(r"[，,]?[^，,。；;]{0,16}?(?:将|拟|计划|力争|继续|要|确保)")
DATED = 300
"""Within so many characters of its beginning a report says when it was written."""


class TimeFinder:
    """The time expressions of a view, found once; what they say depends on the sentence and the report's year."""

    def __init__(self, view: View) -> None:
        self._view = view
        dated = WRITTEN.search(view.text, 0, DATED)
        self._written = int(dated[1]) if dated else 0
        self._matches = list(expression().finditer(view.text))
        self._starts = [match.start() for match in self._matches]
        self._ahead: dict[Block, bool] = {}
        self._known: dict[tuple[int, int, int | None], list[TimeWord]] = {}

    def words(self, block: Block, year: int | None) -> list[TimeWord]:
        """Time expressions inside a sentence that say which years; comparisons (``比上年``) left out."""
        key = (block.start, block.end, year)
        known = self._known.get(key)
        if known is None:
            first = bisect_left(self._starts, block.start)
            last = bisect_left(self._starts, block.end, first)
            known = self._known[key] = []
            for match in self._matches[first:last]:
                word = self._word(match, block, year) if match.end() <= block.end else None
                if word is not None and known and word.block.start > known[-1].block.end and match.group() == "当年":
                    word = _of_the_beginning(word, known[-1], self._view.text)
                if word is not None and known and match.group() == "次年":
                    word = _after_that(word, known[-1])
                told = word is not None and match["years"] and known and known[-1].block.end >= match.start() - 1
                told = told and known[-1].period.start != known[-1].period.end  # 「2016—2020年五年间」
                if word is not None and not told and not (word.within and _governed(known, word)):
                    known.append(word)
        return known

    def looks_ahead(self, heading: Block) -> bool:
        """Whether a heading says that what follows is still to come."""
        known = self._ahead.get(heading)
        if known is None:
            known = self._ahead[heading] = (
                FUTURE.search(self._view.text, *heading) is not None and BACK.search(self._view.text, *heading) is None
            )
        return known

    def _looks_back(self, match: Any, year: int) -> bool:
        """Whether 去年 is the year of the report: it was written in the first months of the year after."""
        if self._written != year + 1:
            return False
        word = match.group()
        return word == "去年" or (word == "今年" and AHEAD.match(self._view.text, match.end()) is not None)

    def _stated(self, period: Period, start: int, end: int) -> Period:
        return Period(period.start, period.end, period.part, period.basis, Via.STATED, self._view.span(start, end))

    def _word(self, match: Any, block: Block, year: int | None) -> TimeWord | None:
        text = self._view.text
        start, end = match.span()
        period = _period(match, year + 1 if year is not None and self._looks_back(match, year) else year)
        if period is None:
            return None
        before = text[max(block.start, start - 6) : start]
        after = text[end : end + 6]
        relative = match["last"] or match["next"] or match["before_last"]
        compared = COMPARED.search(before) is not None
        touching = ATTACHED.match(text, end)
        attached = touching is not None
        against = MEASURED.match(text, end, block.end) if SET_AGAINST.search(before) else None
        if compared and not attached and (relative or SAME_TIME.match(after) or (match["year"] and against)):
            return (
                None
                if against is None
                else TimeWord(Block(start, end), self._stated(period, start, end), until=against.end())
            )
        if not attached and _only_compared(match, text, block):
            return None
        dated = match["year"] or match["range"] or (relative and match.group().endswith("度"))
        heads = bool(HEADS.search(before)) or start == block.start
        if dated and not heads:
            attributive = not VERB_AFTER.match(text, end)
        else:
            attributive = bool(dated and attribute().match(text, end) and not UNITS_AT_WORK.match(text, end))
        attributive = attributive or (
            bool(OBJECT_BEFORE.search(before)) and not match["this"] and after[:1] not in "，,"
        )
        objects = relative and OLD_OBJECTS.match(text, end) and not attached
        object_ = objects or bool(attached and (match["year"] or match["last"]) and OF_AN_OBJECT.search(before))
        rested = bool((dated or relative) and RESTED_ON.search(before) and RESULTS.match(text, end))
        if object_ or rested or ((relative or match["year"]) and FOUND_THEN.match(text, end)):
            return TimeWord(Block(start, end), Period(period.start, period.end), True)
        if match["year"] and IN_DRAFTING.match(text, end) and DRAFTING.search(before):
            worked = str(int(match["year"].replace(" ", "")) - 1)
            stated = self._stated(Period(worked, worked), start, end)
            return TimeWord(Block(start, end), stated)
        if (dated or relative) and MADE_THEN.match(text, end):
            return TimeWord(Block(start, end), Period(period.start, period.end), True)
        local = _said_of_one(match, text, block, touching, bool(dated))
        clause = SAME_TIME.match(after) is not None and not local and start > block.start
        ahead = bool(match["year"] and year is not None and int(match["year"].replace(" ", "")) > year)
        ahead = ahead and not before.endswith(("编入", "列入", "纳入"))
        stated = self._stated(period, start, end)
        word = TimeWord(
            Block(start, end), stated, attributive and not local, local, clause, ahead, 0, _within(match)
        )  # fmt: skip
        return _bounded(word, match, text, block, period.end != str(year))


def _said_of_one(match: Any, text: str, block: Block, touching: re.Match[str] | None, dated: bool) -> int:
    """See ``TimeWord.local``; ``touching``: what parts the word from the number right behind it."""
    start, end = match.span()
    from_now = match["this"] and text[max(block.start, start - 1) : start] in ("由", "从", "比", "较", "与", "和")
    relative = match["last"] or match["next"] or match["before_last"]
    if touching is not None and (dated or relative or match["plan"] or from_now) and (from_now or not match["this"]):
        second = SECOND_NUMBER.match(text, touching.end(), block.end)
        return touching.end() if second is None else second.end()
    then = THEN.match(text, end, block.end) if match["year"] or match["last"] else None
    return 0 if then is None else then.end("number")


def _bounded(word: TimeWord, match: Any, text: str, block: Block, other: bool) -> TimeWord:
    """The word with where it ends to govern; ``other``: it does not say the report's year."""
    start, end = word.block
    mark = text[start - 1 : start]
    if match["next"] and CUTS.search(text, max(block.start, start - 6), start) and BUDGET.match(text, end):
        return replace(word, until=_next_mark(text, end, block.end))  # 「压减次年预算3,420万元，…」
    until = _until(text, block, start, end, bool(match["next"]))
    if word.local and match["year"] and mark in ("；", ";"):
        # 「；2021年12个，否了1个；」: of the whole item
        return replace(word, local=0, attributive=False, until=_stretch_end(text, end, block.end))
    told = match["last"] or match["before_last"] or match["year"]
    beside = told and other and BESIDE.match(text, end) and ASIDE.search(text, block.start, start)
    planned = word.ahead and not word.local and mark in ("，", ",")  # 「等级为“优”，2024年安排1,800万元；良等级5个」
    if not until and (beside or planned):
        until = _stretch_end(text, end, block.end)
    return replace(word, until=until)


def _within(match: Any) -> bool:
    return bool(match["half_months"] or (match["this"] and WITHIN_A_YEAR.fullmatch(match["this"])))


def _only_compared(match: Any, text: str, block: Block) -> bool:
    """Whether something is only measured against the year, which no number follows."""
    start = match.start()
    if match["next"] and CARRIED_OVER.search(text, max(block.start, start - 4), start):
        return True
    if (match["last"] or match["next"] or match["before_last"]) and COMPARED_AFTER.match(text, match.end()):
        return True
    if (match["year"] or match["plan"] or match["this"]) and MORE_OR_LESS.search(
        text, max(block.start, start - 6), start
    ):
        return True
    return bool(match["year"] and AMONG_COMPARED.search(text, max(block.start, start - LONGEST_LIST), start))


def _governed(earlier: Sequence[TimeWord], word: TimeWord) -> bool:
    """Whether ``全年`` stands in a stretch of another year (``2023年拟…，预计全年受理200项``, ``去年全年``)."""
    if earlier and earlier[-1].block.end == word.block.start:
        return True
    for one in reversed(earlier):
        if one.local or one.attributive:
            continue
        return (
            not one.clause and not (one.until and word.block.start > one.until) and one.period.start == one.period.end
        )
    return False


def _after_that(word: TimeWord, earlier: TimeWord) -> TimeWord:
    """``2022年首次扣减…；次年扩大到7家``: the year after the one spoken of."""
    period = earlier.period
    if earlier.attributive or not period.end or period.start != period.end:
        return word
    following = str(int(period.end) + 1)
    return replace(word, period=replace(word.period, start=following, end=following))


BEGUN = re.compile(r"起[^。；;\d]{0,20}$")


def _of_the_beginning(word: TimeWord, earlier: TimeWord, text: str) -> TimeWord:
    """``自2015年起推行…，当年仅有12个项目``: the year it began with."""
    period = earlier.period
    if not period.start or period.start == period.end:
        return word
    if not BEGUN.search(text, earlier.block.end - 1, word.block.start):
        return word
    first = replace(word.period, start=period.start, end=period.start)
    return replace(word, period=first, clause=True, within=False)


BESIDE = re.compile(r"度?(?:同期|全年)?(?:为|是|只有|仅有?)[约近]?[\d两]")
ASIDE = re.compile(r"\d[^。；;]{0,30}[，,（(]$")
"""``培训615人次，去年为两期、280人次；``: said up to the ；, of what was counted before."""
LISTED = re.compile(r"[^，,。；;]{0,2}[，,]?[^，,。；;]{0,12}：(?:一是|[（(]一|1[.．、])")


def _next_mark(text: str, start: int, end: int) -> int:
    """The next ， or ；, 0 where there is none."""
    found = [at for mark in "，；" if (at := text.find(mark, start, end)) >= 0]
    return min(found, default=0)


def _stretch_end(text: str, start: int, end: int) -> int:
    """Where the ； stands that ends a stretch, else the sentence's end."""
    found = text.find("；", start, end)
    return end if found < 0 else found


STAGE_OF = re.compile(r"(?:阶段|轮|批|步|期|年|时)$")


def _until(text: str, block: Block, start: int, end: int, coming: bool) -> int:
    """See ``TimeWord.until``."""
    opened = max(text.rfind("（", block.start, start), text.rfind("(", block.start, start))
    lasting = opened > block.start and text.startswith(("来", "间", "内"), opened - 1)  # 「改革以来（2018年至今）」
    if opened >= 0 and not lasting and not any(mark in text[opened:start] for mark in "）)"):
        closed = [at for mark in "）)" if (at := text.find(mark, end, block.end)) >= 0]
        if closed and opened + 1 == start and min(closed) - end <= 1 and STAGE_OF.search(text, block.start, opened):
            return max(text.find("；", end, block.end), 0)  # 「第二阶段（2023年）扩大至9个」
        return min(closed, default=0)
    if coming and LISTED.match(text, end, block.end):
        return 0
    if coming:
        return max(text.find("；", end, block.end), 0)
    return 0


def _period(match: Any, year: int | None) -> Period | None:
    """The years of one expression, or ``None`` where it needs a report year that is not known."""
    if match["range"]:
        return Period(match["from"], match["to"]) if match["from"] <= match["to"] else None
    if match["dates"]:
        last = match["dates_to"] or (str(year) if year else "")
        return Period(match["dates_from"], last) if match["dates_from"] <= last else None
    if match["since"]:
        return Period(match["since_year"], str(max(year, int(match["since_year"]))) if year else "")
    if match["until"]:
        return Period(match["until_year"], match["until_year"], PeriodPart.TO_DATE)
    if match["year"]:
        part = PeriodPart.H1 if match["part"] in ("上半年", "1-6月") else PeriodPart.NONE
        year_ = match["year"].replace(" ", "")
        return Period(year_, year_, part)
    if match["plan"]:
        first, last = PLANS[match["plan_no"]]
        if match["plan_how"] is None:
            return None
        if match["plan_how"] == "末":
            return Period(str(last), str(last))
        if match["plan_first"]:
            last = first + PLAN_YEARS[match["plan_first"]] - 1
        if match["plan_how"] == "以来" and year:
            last = min(last, year)
        return Period(str(first), str(last))
    if year is None:
        return None
    if match["years"]:
        number = match["years_no"] or match["years_no2"]
        count = int(number) if number.isdecimal() else NUMBERS[number]
        return Period(str(year - count + 1), str(year))
    return _relative(match, year)


def _relative(match: Any, year: int) -> Period | None:
    if match["vague"]:
        return Period("", str(year))
    if match["next"]:
        return Period(str(year + 1), str(year + 1))
    if match["last"]:
        return Period(str(year - 1), str(year - 1))
    if match["before_last"]:
        return Period(str(year - 2), str(year - 2))
    if match["half"] or match["half_months"]:
        return Period(str(year), str(year), PeriodPart.H1)
    if match["to_date"]:
        start = "" if match["to_date"].endswith("目前") else str(year)
        return Period(start, str(year), PeriodPart.TO_DATE)
    return Period(str(year), str(year))


NOWHERE = Block(0, 0)


def period_for(
    times: list[TimeWord],
    offset: int,
    fallback: Period,
    last_break: int,
    elsewhere: Block = NOWHERE,
    attachable: bool = True,
) -> Period:
    """The period of a number at view ``offset``: the last adverbial time word before it, else the fallback.

    ``attachable`` is false for multiples (``上年的9倍`` tells what they multiply).  Words inside ``elsewhere`` were
    said of another unit.  An attributive word in the figure's own clause (from ``last_break``) marks the figure as
    budget money of that year.
    """
    chosen = fallback
    for word in times:
        if word.block.start >= offset:
            break
        if elsewhere.start <= word.block.start < elsewhere.end:
            continue
        if word.local and (offset > word.local or not attachable):
            continue
        if word.until and offset > word.until:
            continue
        if word.clause and last_break > word.block.end:
            continue
        if word.attributive:
            if word.ahead and word.block.start > last_break:
                chosen = replace(word.period, basis=PeriodBasis.BUDGET)  # 「2026年部门预算较上年减少1亿元」
            elif word.block.start > last_break and chosen.basis is PeriodBasis.NONE:
                chosen = Period(chosen.start, chosen.end, chosen.part, PeriodBasis.BUDGET, chosen.via, chosen.evidence)
            continue
        chosen = word.period
    return chosen
