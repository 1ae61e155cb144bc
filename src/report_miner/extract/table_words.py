"""What the words of a table say: header cells, row names, captions, result cells.

The pack's cue words are asked first; the word lists here know only what tables print and sentences do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from report_miner.extract.cues import Hit, find_cues
from report_miner.extract.quantities import grammar
from report_miner.extract.reading import GRADE_WORDS
from report_miner.model import Outcome, QuantityKind
from report_miner.packs import Pack, Role

SCALES = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
UNIT_LINE = re.compile(r"(?:计量|金额|货币)?单\s*位\s*[:：]\s*(?P<units>[^\n\t）)。]{1,20})")
FULL_MARKS = re.compile(r"(?:满分)?\d{1,3}分|满分\s*\d{1,3}\s*分?")
"""``满分100分``, ``运行成效（30分）``: the columns hold scores."""
UNITS_APART = re.compile(
    r"(?:金额|资金|项目|个数|数量|得分)\s*[:：]\s*(?P<unit>万元|亿元|元|个|项|件|份|分)(?=[\s，,；;、）)]|$)"
)
"""``项目：个　资金：亿元``."""
BRACKETS = re.compile(r"[（(]\s*(?:单位[:：])?([^（）()]{1,12})[）)]")
RATE_WORDS = re.compile(
    r"(?:率|比例|占比|比重|幅度|增幅|降幅|增减|增长|下降|进度|百分比|%|％)$|^(?:占|为).*(?:%|％|比例?|预算)$|同比|±%"
)
SCORE_WORDS = re.compile(r"得分|评分|分数|分值|均分|总分|扣分|考核分|分差|^分$")
FUND_WORDS = re.compile(
    r"金额|资金(?!来源|性质|类)|额度|[审定减总余额]额|^额|预算(?!单位|部门|科目|评审)|经费|投资|造价|支出(?!科目|方向|进度|标准)|收入|款$|费用?$|余额|决算|执行数|完成数|计划数|预计数|合计$|限额|[本付]?息$|成本$"
)
COUNT_WORDS = re.compile(
    r"(?:个|项目|问题|部门|单位|政策|指标|目标|报告|建议|人|户|件|宗|份|条|篇|次|期|场|家|项|户)数[量]?$|数量$|个数$|[人场]次$|条数$"
)
COUNTED = re.compile(
    r"(?:项目|部门|单位|政策|问题|目标|报告|指标|建议|意见|标准|人员|县区|乡镇|街道|机构|文件|制度|办法|自评表)$"
)
GRADE_HEAD = re.compile(r"等级|等次|档次|评级")
COUNT_UNIT = re.compile(r"(人次|场次|批次|[个项家件宗份条篇次期场户人名])数")
GROWTH_WORDS = re.compile(r"增减|增长|增幅|降幅|同比|环比|±")
OF_BUDGET = re.compile(r"(?:占|为|完成).{0,8}(?:预算|计划)|完成率|执行率|支出进度|进度")
SILENT = re.compile(
    r"(?:(?:19|20)\d{2}年?度?|[本上下当]年度?|[本上当]月|[本上]季度?|[一二三四]季度|\d{1,2}月份?|年初|全年|累计|本期|上期|实际|预计|目标|完成|计划|执行|预算|决算)*"
    r"(?:数|值|数值|情况|额)?|合计|总计|全市|全县|全区|项目|指标|内容|说明|备注|指标名称"
)
"""A header made of nothing but these leaves it to the row's name what its numbers are."""
FORM_KEY = re.compile(
    r"项目(?:名称|类型|等级|性质|属性|编码|负责人)|(?:主管|预算|填报|申报)(?:部门|单位)|(?:用款|实施|单位|评价)(?:单位|名称|时间)|实施周期"
)
"""What a form asks for: its value stands beside it, not below."""
FORM_YEAR = re.compile(r"((?:19|20)\d{2})年度?(?:预算|目标|总体目标|绩效目标)")
TARGET_FORM = re.compile(r"绩效目标(?:申报|批复|公开)?表")
BUDGET_TABLE = re.compile(
    r"(?:收入|支出|收支|平衡|余额|限额|债务|债券|转移支付|税收返还|基金|国有资本|“?三公”?经费|预算|决算)[^。，]{0,16}?(?:表|情况|草案)(?!.*绩效)"
)
"""A title of revenue, expenditure or debt: tables outside the performance chain, unless it speaks of performance."""
PERFORMANCE = re.compile(r"绩效|评审|评价|审核|监控|自评|评估|审减|核减")
APPLIED_HEAD = re.compile(r"(?:申报|送审|报审)(?:数|情况|金额)?")
REVIEWED_HEAD = re.compile(r"(?:评审|审核|审定|核定)(?:数|后|情况|结果|金额)?")
PLAIN_COUNT = re.compile(r"(?:数量|个数|数)(?:[（(].{1,3}[）)])?")
KIND_HEAD = re.compile(r"(?:类别|类型|分类|性质|种类)$")
"""``问题类别 | 数量``: what is counted stands over the kinds."""
WORK_HEAD = re.compile(r"(?:管理|工作|绩效|公开)?(?:环节|内容|工作|指标|事项|阶段|业务|类型|类别|项目类别)(?:名称)?")
"""Over names that say which work a row tells of."""
TOWN_HEAD = re.compile(r"(?:乡镇|镇街|镇乡|乡（镇）|街道|镇)(?:[（(、].{1,6}[)）]?)?(?:名称)?")
TOWN = re.compile(r"[一-龥]{2,5}(?:街道|镇|乡|苏木)")
TARGET_VALUE = re.compile(r"目标值|指标值|计划值|标准值|预期值|绩效标准|权重")
SERIAL = re.compile(r"(?:序号|编号|项次|No\.?|№|#)$")
RANK = re.compile(r"(?:排名|名次|位次|排序)$")
CODE = re.compile(r"编码|代码|栏次|行次|文号|账号|邮编")
YEARS = re.compile(r"^(?:年度|年份|时间|年|起始年度|到期年度)$")
BARE_COUNT = re.compile(r"(?:项目|个数|数量|宗数|件数|部门|单位)(?:数|个数|数量)?")
PEOPLE = re.compile(r"(?:人数|人次数?|人员数量?)$")
SPENT_HEAD = re.compile(r"(?:实际|累计)?(?:执行|完成|支出|决算|实际|发生)(?:数|额)")
BARE_YEAR = re.compile(r"((?:19|20)\d{2})(?:年度?)?")
DURATION = re.compile(r"期限|年限|天数|工期|时长|周期")
PHONE = re.compile(r"电话|联系方式|手机|传真")
TOTAL = re.compile(r"(?:合|总|共)计(?:数|[（(].{0,6}[）)])?|.{0,6}(?:合计|总计)|全[市县区省旗州]合计")
SUBTOTAL = re.compile(r".{0,10}小计")
LAST_YEAR = re.compile(r"上一?年度?(?!结|末)|去年")
NEXT_YEAR = re.compile(r"下一?年度?|次年|明年")
THIS_YEAR = re.compile(r"本年度?|当年|今年")
YEAR_WORD = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:\s*年|(?=[预决执完]))")
YEAR_SPAN = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年?\s*[-—–~～至－]\s*((?:19|20)\d{2})\s*年")
OWN_LEVEL = re.compile(r"(?:市|县|区|省|州|旗|州|盟)(?:本级|直|级)(?:单位|部门)?|本级")
CONCLUSIONS = {
    "支持": Outcome.SUPPORTED, "同意": Outcome.SUPPORTED, "通过": Outcome.SUPPORTED,
    "完善后支持": Outcome.SUPPORTED_AFTER_REVISION, "调整后支持": Outcome.SUPPORTED_AFTER_REVISION,
    "修改后支持": Outcome.SUPPORTED_AFTER_REVISION, "暂缓": Outcome.DEFERRED, "退回": Outcome.RETURNED,
    "未达进度": Outcome.BEHIND_SCHEDULE, "滞后": Outcome.BEHIND_SCHEDULE, "进度慢": Outcome.BEHIND_SCHEDULE,
    "支出滞后": Outcome.BEHIND_SCHEDULE, "进度滞后": Outcome.BEHIND_SCHEDULE, "进度偏慢": Outcome.BEHIND_SCHEDULE,
    "进度缓慢": Outcome.BEHIND_SCHEDULE, "支出缓慢": Outcome.BEHIND_SCHEDULE, "进度预警": Outcome.BEHIND_SCHEDULE,
    "偏离目标": Outcome.OFF_TARGET, "目标偏离": Outcome.OFF_TARGET, "存在偏差": Outcome.OFF_TARGET,
    "目标预警": Outcome.OFF_TARGET,
    "取消": Outcome.CANCELLED, "核减": Outcome.CUT, "压减": Outcome.CUT, "扣减": Outcome.CUT,
    **GRADE_WORDS,
    "中等": Outcome.FAIR, "合格": Outcome.FAIR, "较差": Outcome.POOR, "低": Outcome.POOR,
    "A": Outcome.EXCELLENT, "B": Outcome.GOOD, "C": Outcome.FAIR, "D": Outcome.POOR,
}  # fmt: skip
QUOTES = "“”\"'‘’《》"
LONGEST_RESULT = 16


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed over a column: normal unit, what one printed unit is worth in it, and its kind."""

    name: str
    scale: Decimal
    kind: QuantityKind


FIXED_UNITS = {
    "%": Unit("%", Decimal(1), QuantityKind.PERCENT),
    "％": Unit("%", Decimal(1), QuantityKind.PERCENT),
    "百分比": Unit("%", Decimal(1), QuantityKind.PERCENT),
    "‰": Unit("%", Decimal("0.1"), QuantityKind.PERCENT),
    "百分点": Unit("百分点", Decimal(1), QuantityKind.POINTS),
    "倍": Unit("倍", Decimal(1), QuantityKind.MULTIPLE),
    "分": Unit("分", Decimal(1), QuantityKind.SCORE),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What one piece of table text says: the cues in it, its unit in brackets, its words."""

    text: str
    unit: Unit | None
    hits: tuple[tuple[Hit, ...], ...]

    def of(self, role: Role) -> tuple[Hit, ...]:
        """Cues of a role, in text order."""
        return self.hits[role]

    def measure(self, kind: QuantityKind) -> Hit | None:
        """The word that governs an amount, rate or score: the last strong one, else the last."""
        hits = [hit for hit in self.of(Role.MEASURE) if kind in hit.cue.kinds]
        strong = [hit for hit in hits if hit.cue.strength != "weak"]
        return strong[-1] if strong else hits[-1] if hits else None

    def noun(self) -> Hit | None:
        """The noun that a count column counts: the last one."""
        hits = self.of(Role.NOUN)
        return hits[-1] if hits else None


class Lexicon:
    """Reads table texts with the pack's cues, each text once."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.known: dict[str, Said] = {}
        self.currencies = grammar(pack).currencies
        self.physical = frozenset(pack.units.physical_units)
        self.nouns = frozenset(pack.units.bare_nouns)
        self.counted = frozenset((*pack.units.measure_words, *pack.units.bare_nouns))

    def read(self, text: str) -> Said:
        """What ``text`` (white space dropped) says."""
        said = self.known.get(text)
        if said is None:
            cues = find_cues(text, self.pack)
            unit = None
            for match in BRACKETS.finditer(text):
                unit = self.unit(match[1]) or unit
            if unit is None and text.endswith(("%", "％")):
                unit = self.unit("%")
            said = Said(text, unit, tuple(tuple(row) for row in cues.hits))
            self.known[text] = said
        return said

    def unit(self, word: str) -> Unit | None:
        """The unit that a word names, ``None`` where it names none."""
        word = word.strip().removeprefix("人民币").removesuffix("人民币")
        if word in FIXED_UNITS:
            return FIXED_UNITS[word]
        if FULL_MARKS.fullmatch(word):
            return FIXED_UNITS["分"]
        for currency, normal in self.currencies.items():
            head = word.removesuffix(currency)
            if word.endswith(currency) and head in SCALES:
                return Unit(normal, Decimal(SCALES[head]), QuantityKind.MONEY)
        if word in self.physical:
            return Unit(word, Decimal(1), QuantityKind.MEASURE)
        if word in self.counted:
            return Unit(word, Decimal(1), QuantityKind.COUNT)
        return None

    def unit_line(self, text: str) -> tuple[Unit, ...]:
        """The units of ``单位：个、万元、%``."""
        match = UNIT_LINE.search(text)
        if match is None and "满分" in text and FULL_MARKS.search(text):
            return (FIXED_UNITS["分"],)
        if match is None:
            apart = [self.unit(found["unit"]) for found in UNITS_APART.finditer(text)]
            return tuple(unit for unit in apart if unit is not None)
        return self._units(match["units"])

    def bracket_units(self, text: str) -> tuple[Unit, ...]:
        """The units in the last bracket of a title; ``（县、区）`` are none."""
        brackets = BRACKETS.findall(text)
        units = self._units(brackets[-1]) if brackets else ()
        return () if any(unit.name in self.nouns for unit in units) else units

    def _units(self, words: str) -> tuple[Unit, ...]:
        found = [self.unit(word) for word in re.split(r"[、，,/／；;\s及和]+", words) if word]
        return tuple(unit for unit in found if unit is not None)

    def result(self, text: str) -> Outcome:
        """The result class that a whole cell names (``优``, ``予以支持``); none for everything else."""
        word = SCORE_BEHIND.sub("", text).strip(QUOTES)
        if not word or len(word) > LONGEST_RESULT:
            return Outcome.NONE
        if word in CONCLUSIONS:
            return CONCLUSIONS[word]
        hits = self.read(f"“{word}”").of(Role.OUTCOME)
        whole = [hit for hit in hits if hit.end - hit.start >= len(word) - 2 and (hit.end - hit.start) * 2 > len(word)]
        if not whole:
            return Outcome.NONE
        return Outcome(max(whole, key=lambda hit: (hit.end - hit.start, hit.cue.weight)).cue.code)


def kind_of_words(text: str) -> QuantityKind | None:
    """What kind of numbers a header announces by its words alone, ``None`` where it leaves that open."""
    bare = BRACKETS.sub("", text)
    if SCORE_WORDS.search(bare):
        return QuantityKind.SCORE
    if RATE_WORDS.search(bare):
        return QuantityKind.PERCENT
    if COUNT_WORDS.search(bare):
        return QuantityKind.COUNT
    if FUND_WORDS.search(bare):
        return QuantityKind.MONEY
    return None


UNIT_HEAD = re.compile(r"(?:计量|计算|度量)?单\s*位")
SUM_HEAD = re.compile(r"(?:合|小|总|共)\s*计|总数|差异|差额")
LIKE_BEFORE = re.compile(
    rf"(?:{SUM_HEAD.pattern})|已?(?:完成|整改|办结|销号)数?|未(?:完成|整改|办结)数?|(?:持续|正在)(?:推进|整改)|待整改|余\s*数"
)
"""Heads that name no noun of their own: they count what the column before them counts."""
SCORE_BEHIND = re.compile(r"[（(][\d.]+分?[）)]$")
"""``良（84.3分）``."""


def years_in(text: str, year: int | None) -> tuple[str, str] | None:
    """First and last year that a header or title names, if it names one year or one range."""
    span = YEAR_SPAN.search(text)
    if span:
        return (span[1], span[2]) if span[1] <= span[2] else None
    named = {match[1] for match in YEAR_WORD.finditer(text)}
    if len(named) == 1:
        only = named.pop()
        return only, only
    if named or year is None:
        return None
    for pattern, step in ((LAST_YEAR, -1), (NEXT_YEAR, 1), (THIS_YEAR, 0)):
        if pattern.search(text) and not (step == -1 and GROWTH_WORDS.search(text)):
            return str(year + step), str(year + step)
    return None


WHOLE_UNITS = re.compile(r"部门整体|单位整体|整体支出")
"""A title of evaluations of whole units: what it grades are these."""
