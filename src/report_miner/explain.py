"""What is read out of a piece of text, and why: the word that decided, its rule, what came second, what was left out.

For people who write patterns and for reviewers who wonder.  Everything here is told from the result of mining; nothing
is decided again.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from report_miner import packs, pipeline
from report_miner.extract.cues import find_cues
from report_miner.model import Claims, Disposition, Document, Figure, Medium, Mined, Span, Via
from report_miner.packs import Pack, Role
from report_miner.store.labels import chinese
from report_miner.store.text import plain

WAYS = {
    Via.STATED: "本句写明",
    Via.SENTENCE: "承前句",
    Via.HEADING: "承标题",
    Via.PART: "承本部分",
    Via.DOCUMENT: "承全文",
    Via.FILE_NAME: "据文件名",
    Via.MANIFEST: "据清单",
    Via.TABLE: "据表头",
    Via.INFERRED: "推断",
    Via.NONE: "",
}
BUILT_IN = {
    "threshold": "规则、标准、门槛的参数，不是工作结果",
    "unit.word": "由量词看出所数的对象",
    "unit.noun": "数后紧跟所数的名词",
    "table.aim": "绩效目标表中指标要达到的数值",
    "unit.kind": "数的是种类，不是其中的事物",
    "unit.paper": "由量词“份”“张”看出数的是文本",
    "unit.target": "由量词“条”“份”看出数的是绩效目标",
    "stage.second_opinion": "由上下文措辞综合判断（按标注语料拟合）",
    "measure.second_opinion": "由上下文措辞综合判断（按标注语料拟合）",
    "table.second_opinion": "由标题、引导语、表头的措辞综合判断（按标注语料拟合）",
    "unit.batch": "“分两批”数的是工作批次",
    "amount.evaluated": "被评价、监控的资金",
    "amount.lowered": "由申报数压减后的数额",
    "amount.part": "前述总额中的一部分",
    "table.units": "部门整体评价等级分布表，数的是部门",
    "result.acted_on": "对评价结果作出的处理",
    "amount.amounting": "压减比例折合的金额",
    "unit.flaw": "“条”“处”紧跟预警、偏差等，数的是问题",
    "unit.housed": "“家”数的是单位或机构，不是项目",
    "unit.many": "次数多到不是会议、检查，而是点击、浏览",
    "unit.physical": "物理计量单位，属于绩效链条以外",
    "default": "没有词语说明，按数的种类默认",
    "default.worked": "评审、评价等工作的对象未写明，视为项目",
    "default.judged": "等级、结论所评的对象未写明，视为项目",
    "table": "由表格的表头、行首和单位栏判定",
    "table.serial": "表格的序号栏",
    "table.rank": "表格的名次栏",
    "table.code": "表格的编码栏",
    "table.year": "表格的年份栏",
    "table.duration": "表格的时间栏",
    "table.phone": "表格的电话栏",
    "unreadable": "数字写法无法读出",
}
"""Rules of the engine itself, by name, or by the part of the name before the dot."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One label: its code, what people call it, how it was found, and the words that said so (may be empty)."""

    code: str
    name: str
    via: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure as read.

    ``start`` and ``end`` count characters of the explained text; ``value`` is exact decimal text in ``unit``; ``cue``
    is the word that decided the measure, ``rule`` the rule it belongs to and ``why`` that rule's reason; ``runner_up``
    is the rule that came second (empty where none did); ``confidence`` runs from 0 to 1.
    """

    start: int
    end: int
    raw: str
    value: str
    unit: str
    modifier: str
    measure: Attribute
    stage: Attribute
    outcome: Attribute
    subject: Attribute
    period: Attribute
    scope: Attribute
    actor: Attribute
    counted: str
    cue: str
    rule: str
    why: str
    runner_up: str
    confidence: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A number that is no figure: ignored by a rule, or (``rule`` empty) claimed by none."""

    start: int
    end: int
    raw: str
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All numbers of a text: those read as figures and those left out."""

    text: str
    readings: tuple[Reading, ...]
    left_out: tuple[LeftOut, ...]

    def as_json(self) -> str:
        """The same as one JSON object; keys are those of the dataclasses."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to print; ``right`` are the columns (from 0) of numbers."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()


def explain(text: str, unit: str = "", year: str = "", folder: Path | None = None) -> Explanation:
    """Read ``text`` as a report of ``unit`` about ``year`` (both may be empty), with the pack in ``folder``.

    Raises PackError where the pack cannot be used.
    """
    claims = Claims(unit, year, Via.MANIFEST if unit else Via.NONE, Via.MANIFEST if year else Via.NONE)
    document = Document("-", sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), Medium.TXT, text, claims=claims)
    pack = packs.load_pack(folder)
    return of_mined(pipeline.mine(document, pack), pack, packs.rule_reasons(folder))


def of_mined(mined: Mined, pack: Pack, reasons: dict[str, str]) -> Explanation:
    """The explanation of what was mined with ``pack``; ``reasons`` are those of its rules, by id."""
    text = mined.document.text
    readings = tuple(_reading(figure, text, pack, reasons) for figure in mined.figures)
    left_out = tuple(
        LeftOut(*each.quantity.span, each.quantity.raw, each.rule, reason(each.rule, reasons))
        for each in mined.quantities
        if each.disposition is not Disposition.CLAIMED
    )
    return Explanation(text, readings, left_out)


def reason(rule: str, reasons: dict[str, str]) -> str:
    """Why a rule is there, in Chinese: the pack's own word for it, or the engine's."""
    if rule in reasons:
        return reasons[rule]
    if not rule:
        return "没有规则认领"
    return BUILT_IN.get(rule, BUILT_IN.get(rule.partition(".")[0], ""))


def _reading(figure: Figure, text: str, pack: Pack, reasons: dict[str, str]) -> Reading:
    quantity, labels, period = figure.quantity, figure.labels, figure.period
    cues = _Words(figure, pack)
    years = period.end if period.start == period.end else f"{period.start}—{period.end}"
    outcome_words = cues.nearest(Role.OUTCOME, code=labels.outcome.value)
    return Reading(
        *quantity.span,
        quantity.raw,
        plain(quantity.value),
        quantity.unit,
        quantity.modifier.value,
        Attribute(labels.measure.value, chinese("measure", labels.measure)),
        _attribute("stage", labels.stage.value, labels.stage_via, _words(text, labels.stage_evidence)),
        _attribute("outcome", labels.outcome.value, Via.STATED if outcome_words else Via.NONE, outcome_words),
        Attribute(
            figure.subject.code, figure.subject.name, figure.subject.via.value, _words(text, figure.subject.evidence)
        ),
        Attribute(years, years, period.via.value, _words(text, period.evidence)),
        _attribute("scope", labels.scope.value, labels.scope_via, ""),
        _attribute("actor", labels.actor.value, labels.actor_via, ""),
        labels.counted,
        cues.nearest(Role.MEASURE, rule=labels.rule) or cues.nearest(Role.NOUN, rule=labels.rule),
        labels.rule,
        reason(labels.rule, reasons),
        labels.runner_up,
        figure.confidence,
    )


def _attribute(lookup: str, code: str, via: Via, words: str) -> Attribute:
    return Attribute(code, chinese(lookup, code), via.value if code else "", words)


def _words(text: str, evidence: Span | None) -> str:
    return "".join(text[evidence.start : evidence.end].split()) if evidence else ""


class _Words:
    """The cue words of one figure's sentence, and which of them stands nearest to it."""

    def __init__(self, figure: Figure, pack: Pack) -> None:
        self.quote = figure.quote
        self.start = figure.quote_at
        block = figure.quantity.block
        self.end = figure.quote_at + block.end - block.start
        self.cues = find_cues(figure.quote, pack)

    def nearest(self, role: Role, rule: str = "", code: str = "") -> str:
        """The word of that role and rule (or code) that is nearest to the figure; before it rather than behind."""
        if not (rule or code):
            return ""
        fitting = [
            hit
            for hit in self.cues.hits[role]
            if (not rule or hit.cue.rule == rule) and (not code or hit.cue.code == code)
        ]
        if not fitting:
            return ""
        best = min(fitting, key=lambda hit: (self._gap(hit.start, hit.end), -(hit.end - hit.start)))
        return self.quote[best.start : best.end]

    def _gap(self, start: int, end: int) -> int:
        # Half a character dearer behind the figure: official prose names first and counts afterwards.
        return 2 * (self.start - end) if end <= self.start else 2 * max(0, start - self.end) + 1


def grids(explanation: Explanation) -> tuple[Grid, ...]:
    """The explanation as tables: what each number is, what decided it, and what was left out."""
    what = Grid(
        f"读出 {len(explanation.readings)} 个数据 figures",
        ("原文 raw", "数值 value", "指标 measure", "环节 stage", "结果 outcome", "主体 subject", "年度 period"),
        tuple(
            (
                each.raw,
                f"{each.value} {each.unit}",
                f"{each.measure.name} {each.measure.code}",
                _told(each.stage, with_code=True),
                _told(each.outcome, with_code=True),
                _told(each.subject),
                _told(each.period),
            )
            for each in explanation.readings
        ),
    )
    why = Grid(
        "依据 why",
        ("原文 raw", "依据词 cue", "规则 rule", "规则说明", "次选 runner-up", "把握 confidence"),
        tuple(
            (
                each.raw,
                _quoted(each.cue),
                each.rule,
                each.why,
                each.runner_up or "—",
                f"{each.confidence:.2f}",
            )
            for each in explanation.readings
        ),
        right=(5,),
    )
    rows = tuple(
        (each.raw, "按规则不计" if each.rule else "无规则认领", each.rule, each.why) for each in explanation.left_out
    )
    left_out = Grid("未计为数据 left out", ("原文 raw", "缘由", "规则 rule", "规则说明"), rows)
    return tuple(grid for grid in (what, why, left_out) if grid.rows or grid is what)


def _told(attribute: Attribute, *, with_code: bool = False) -> str:
    if not (attribute.name or attribute.code):
        return ""
    pieces = [attribute.name, attribute.code] if with_code else [attribute.name]
    way = WAYS[Via(attribute.via)]
    because = "：".join(piece for piece in (way, _quoted(attribute.words)) if piece)
    return " ".join(piece for piece in pieces if piece) + (f"（{because}）" if because else "")


def _quoted(words: str) -> str:
    return f"“{words.strip('“”')}”" if words else ""
