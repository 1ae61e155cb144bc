"""Which link of the performance chain a sentence's figures belong to.

Every stage word votes with its weight; the vote fades with distance: the figure's own clause, the other clauses of the
sentence, the lead sentence and headings above it, the sentences before it, the title of its part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from report_miner.extract.cues import Cues, Hit
from report_miner.extract.reading import CONCLUSIONS, GRADES, Reading
from report_miner.extract.scene import Scene, spread, spread_marks
from report_miner.model import Block, Measure, Outcome, QuantityKind, Stage, Via
from report_miner.packs import Role

HEADING_FADE = (0.7, 0.7, 0.45, 0.3)
"""Innermost heading first."""
SENTENCE_FADE = (0.3, 0.2, 0.15)
"""The sentence before, the one before that."""
TITLE_FADE = 0.2
RATES_ITSELF = re.compile(r"管理工作(?:情况)?的?$")
"""``预算绩效管理工作自评报告``: the office rates its own management; the report tells of all its links."""
SYSTEM_MEASURES = frozenset({
    Measure.DOCUMENT_COUNT, Measure.INDICATOR_COUNT, Measure.STANDARD_COUNT, Measure.ANALYSIS_COUNT,
})  # fmt: skip
FLOOR = 0.3
UNTOLD = "default.stage"
"""Rule of a figure of which nothing says the stage."""
STRONG = 2.9
NAMING = 2.0
"""A stage word of at least this weight names the stage of its clause."""
TARGETED = 1.4
"""From here on an indicator is one of a target, not of a library."""
APART = 0.67
"""A clause that names its stage itself hears less of what stands around it."""
SAME_SENTENCE = 0.76
PER_COMMA = 0.03
BEHIND = 1.0
FOLLOWED_UP = 0.6
"""In an item on monitoring, 约谈, 通报 and 整改 are how monitoring was followed up."""
UNGRADED = 0.4
"""Budget reviews give no grades: 评审 beside 优、良 speaks of experts who judged something else."""
REVIEW_IMPLIED = 1.2
TOPIC = 0.95
"""What the paragraph has been about so far."""
CARRY = 1.65
CARRY_ON = 3.3
"""What the figure before it in the same run of clauses lends to a figure's stage."""
IMPLIED = {
    **dict.fromkeys(GRADES, (Stage.EVALUATION, 1.6)),
    **dict.fromkeys(CONCLUSIONS, (Stage.EX_ANTE, 2.3)),
    **dict.fromkeys((Outcome.BEHIND_SCHEDULE, Outcome.OFF_TARGET), (Stage.MONITORING, 1.9)),
    **dict.fromkeys((Outcome.COMMENDED, Outcome.ADMONISHED), (Stage.APPLICATION, 3.0)),
    **dict.fromkeys((Outcome.CANCELLED, Outcome.CUT), (Stage.APPLICATION, 1.5)),
    **dict.fromkeys((Outcome.RECTIFIED, Outcome.RECTIFYING), (Stage.APPLICATION, 2.9)),
}
"""What a result class tells of the stage that gave it."""


@dataclass(frozen=True, slots=True)
class Background:
    """What stands around a sentence (view blocks): headings innermost first, sentences before it nearest first."""

    headings: tuple[Block, ...] = ()
    earlier: tuple[Block, ...] = ()
    title: Block | None = None


@dataclass(frozen=True, slots=True)
class StageReading:
    """The stage with the word that decided, where it stands, the runner-up and the margin (0–1)."""

    stage: Stage
    via: Via
    rule: str = ""
    evidence: Block | None = None
    runner_up: str = ""
    margin: float = 0.0
    votes: tuple[tuple[str, float], ...] = ()
    """How the ballot stood, the best first."""


@dataclass(slots=True)
class _Vote:
    score: float
    via: Via
    hit: Hit | None
    rule: str


class Flow(NamedTuple):
    """What runs on into a figure: the stage of the one before it, of its paragraph, and the kind of report."""

    before: Stage | None = None
    topic: Stage | None = None
    at_large: bool = False


class Ballot:
    """Best vote of every stage."""

    def __init__(self) -> None:
        self.votes: dict[str, _Vote] = {}

    def add(self, code: str, score: float, via: Via, hit: Hit | None, rule: str) -> None:
        """Keep the strongest vote for a stage; further votes add a little."""
        known = self.votes.get(code)
        if known is None:
            self.votes[code] = _Vote(score, via, hit, rule)
        elif score > known.score:
            known.score, known.via, known.hit, known.rule = score + known.score * 0.04, via, hit, rule
        else:
            known.score += score * 0.04

    def score(self, code: str) -> float:
        """The strength of a stage's votes so far."""
        vote = self.votes.get(code)
        return vote.score if vote is not None else 0.0

    def weaken(self, code: str, factor: float) -> None:
        """Take a stage's votes for less."""
        if code in self.votes:
            self.votes[code].score *= factor

    def decide(self) -> StageReading:
        """The winner; ``other`` where nothing speaks."""
        ranked = sorted(self.votes.items(), key=lambda item: -item[1].score)
        if not ranked or ranked[0][1].score < FLOOR:
            return StageReading(Stage.OTHER, Via.INFERRED, UNTOLD, margin=0.2)
        code, vote = ranked[0]
        second = ranked[1] if len(ranked) > 1 else None
        margin = 1.0 if second is None else 1.0 - second[1].score / vote.score
        evidence = Block(vote.hit.start, vote.hit.end) if vote.hit else None
        return StageReading(
            Stage(code), vote.via, vote.rule, evidence, second[0] if second else "", min(1.0, margin),
            tuple((stage, each.score) for stage, each in ranked),
        )  # fmt: skip


def background_votes(cues: Cues, text: str, background: Background) -> list[tuple[Hit, float, Via]]:
    """Votes that all figures of a sentence share, from headings, earlier sentences and the title."""
    votes: list[tuple[Hit, float, Via]] = []
    for fade, block in zip(HEADING_FADE, background.headings, strict=False):
        votes += [(hit, fade, Via.HEADING) for hit in _headline_hits(cues, text, block)]
    for fade, block in zip(SENTENCE_FADE, background.earlier, strict=False):
        votes += [
            (hit, fade * max(0.4, 1 - (block.end - hit.end) / 250), Via.SENTENCE)
            for hit in cues.between(Role.STAGE, block.start, block.end)
        ]
    if background.title is not None:
        votes += [(hit, TITLE_FADE, Via.PART) for hit in _headline_hits(cues, text, background.title)]
    return votes


def _headline_hits(cues: Cues, text: str, block: Block) -> list[Hit]:
    hits = cues.between(Role.STAGE, block.start, block.end)
    return [hit for hit in hits if not RATES_ITSELF.search(text, block.start, hit.start)]


PERFORMANCE = re.compile(
    "绩效|评审|财评|自评|重点评价|财政评价|项目评价|部门评价|评价项目|评价结果|监控结果|[红黄]灯|事前评估|双监控|审减|核减|评减|送审|报审|"
    "成本效益|成本分析|支出标准|申报(?:金额|资金)[^。；]{0,20}(?:核定|压减)"
)
"""Words without which nothing in a report on the budget at large speaks of performance management."""
HEARD = 2
TORN = 60
"""So many characters before a sentence whose beginning was torn off by a line's end are heard as well."""


def speaks_of_performance(scene: Scene, around: Background) -> bool:
    """Whether a sentence, the two before it in its paragraph or the headings over it speak of performance at all.

    Reports on the budget at large use the other words of the chain (培训, 预警, 收回, 措施) of everything.
    """
    blocks = [scene.block, *around.earlier[:HEARD], *around.headings[:HEARD]]
    before = scene.text[max(0, scene.block.start - TORN) : scene.block.start].rstrip()
    if before and before[-1] not in "。；;：:！？":
        blocks.append(Block(max(0, scene.block.start - TORN), scene.block.start))
    return any(PERFORMANCE.search(scene.text, block.start, block.end) for block in blocks)


def read_stage(
    scene: Scene,
    index: int,
    reading: Reading,
    outcome: Outcome,
    shared: list[tuple[Hit, float, Via]],
    flow: Flow = Flow(),
) -> StageReading:
    """The stage of one figure."""
    ballot = Ballot()
    quantity = scene.quantities[index]
    clause = scene.statement(index)
    own = max((hit.cue.weight for hit in scene.hits(Role.STAGE, clause.start, clause.end)), default=0.0)
    apart = APART if own >= STRONG else 1.0
    for hit, fade, via in shared:
        if hit.cue.code == Stage.CAPACITY and quantity.kind is QuantityKind.MONEY:
            continue
        ballot.add(hit.cue.code, hit.cue.weight * fade * apart, via, hit, hit.cue.rule)
    base = _share_base(reading, quantity.block)
    for hit in scene.hits(Role.STAGE, scene.block.start, scene.block.end):
        if base.start <= hit.start < base.end:
            continue
        if hit.cue.code == Stage.CAPACITY and quantity.kind is QuantityKind.MONEY:
            continue  # money is not training or publicity, it pays for them
        ballot.add(
            hit.cue.code,
            hit.cue.weight * _nearness(scene, hit, quantity.block, clause, quantity.kind is QuantityKind.COUNT),
            Via.STATED,
            hit,
            hit.cue.rule,
        )
    if reading.measure is Measure.INDICATOR_COUNT and ballot.score(Stage.TARGET) >= TARGETED:
        ballot.add(Stage.SYSTEM, 1.5, Via.STATED, reading.noun, reading.rule)  # 「编报绩效目标537个、指标4,296条」
    elif reading.measure in SYSTEM_MEASURES:
        ballot.add(reading.stage or Stage.SYSTEM, 3.4, Via.STATED, reading.noun, reading.rule)
    elif reading.stage is not None:
        weight = _implied_weight(reading.stage, ballot)
        ballot.add(reading.stage, weight, Via.STATED, reading.noun, reading.rule)
    if flow.topic is not None:
        ballot.add(flow.topic, TOPIC, Via.SENTENCE, None, "paragraph.topic")
    if flow.before is not None and own < STRONG and not _names_itself(scene, index):
        ballot.add(
            flow.before, CARRY if quantity.kind is QuantityKind.COUNT else CARRY_ON, Via.SENTENCE, None, "stage.carried"
        )
    if flow.at_large and quantity.kind in FUNDS:
        ballot.add(Stage.OTHER, BUDGET_AT_LARGE, Via.DOCUMENT, None, "report.at_large")
    rated = quantity.kind is QuantityKind.PERCENT and scene.text.endswith("率", scene.block.start, quantity.block.start)
    implied = None if rated else IMPLIED.get(outcome)
    if implied is not None:
        if implied[0] is Stage.EX_ANTE and Stage.TARGET in ballot.votes and Stage.EX_ANTE not in ballot.votes:
            implied = (Stage.TARGET, 1.0)
        ballot.add(*implied, Via.INFERRED, None, f"outcome.{outcome}")
    if _acted_on(scene, quantity.block):
        ballot.add(Stage.APPLICATION, ACTED_ON, Via.INFERRED, None, "result.acted_on")
    if outcome in GRADES:
        if _punishes(scene, reading, quantity.block, clause) or (
            flow.before is Stage.APPLICATION and scene.text.startswith("对", clause.start)
        ):
            ballot.add(Stage.APPLICATION, 3.2, Via.INFERRED, None, "grade.punished")
        ballot.weaken(Stage.REVIEW, UNGRADED)
    if outcome is Outcome.CUT and reading.measure is Measure.AMOUNT_REDUCED:
        ballot.add(Stage.APPLICATION, 2.4, Via.INFERRED, None, "cut.singled_out")
    if flow.at_large and not MONITORED.search(scene.text, *scene.block):
        ballot.weaken(Stage.MONITORING, 0.5)  # 「强化“三保”动态预警和实时监控」
    if Stage.MONITORING in (flow.topic, flow.before):
        ballot.weaken(Stage.APPLICATION, FOLLOWED_UP)
    if quantity.kind is QuantityKind.MEASURE:
        ballot.add(Stage.OTHER, 4.0, Via.INFERRED, None, "unit.physical")
    return ballot.decide()


def distributed_stages(scene: Scene) -> Iterator[tuple[int, StageReading]]:
    """``单位自评、部门评价、财政评价分别完成1,284个、96个和24个``: stages in step with the numbers behind 分别."""
    for mark in spread_marks(scene):
        floor = scene.last_break(mark, "，,。；;：:") + 1
        hits = [hit for hit in scene.hits(Role.STAGE, floor, mark) if hit.cue.weight >= NAMING]
        if len(hits) < 2 or len({hit.cue.code for hit in hits}) < 2:
            continue
        gaps = (scene.text[left.end : right.start] for left, right in pairwise(hits))
        if not all(JOINED.fullmatch(gap) for gap in gaps):
            continue
        for series in spread(scene, mark, len(hits)):
            for index, hit in zip(series, hits, strict=True):
                votes = ((hit.cue.code, IN_STEP),)
                yield (
                    index,
                    StageReading(
                        Stage(hit.cue.code), Via.STATED, hit.cue.rule, Block(hit.start, hit.end), "", 1.0, votes
                    ),
                )


IN_STEP = 6.0
JOINED = re.compile(r"[^，。；\d]{0,4}[、和与及][^，。；\d]{0,4}")


def _names_itself(scene: Scene, index: int) -> bool:
    """Whether the words right before the number name a stage (``监控率100%、自评率99.2%``)."""
    quantity = scene.quantities[index]
    hits = scene.hits(Role.STAGE, scene.before(index), quantity.block.start)
    return any(hit.cue.weight >= NAMING for hit in hits)


def names_stage(scene: Scene, index: int) -> bool:
    """Whether the figure's own clause names a stage surely."""
    clause = scene.statement(index)
    return any(hit.cue.weight >= NAMING for hit in scene.hits(Role.STAGE, clause.start, clause.end))


def _implied_weight(stage: Stage, ballot: Ballot) -> float:
    """How strongly a governing word implies its stage; 审减 said of an ex-ante evaluation stays with that."""
    if stage is Stage.OTHER:
        return 2.0
    if stage is Stage.CAPACITY:
        return 1.5
    ex_ante = ballot.votes.get(Stage.EX_ANTE)
    return REVIEW_IMPLIED if stage is Stage.REVIEW and (ex_ante is None or ex_ante.score < 1.2) else 1.3


MONITORED = re.compile("绩效|双监控|项目|目标")
"""What monitoring speaks of where it is a link of the chain."""
FUNDS = frozenset({QuantityKind.MONEY, QuantityKind.PERCENT, QuantityKind.POINTS})
BUDGET_AT_LARGE = 1.7
"""In a report on the budget at large an amount is revenue or expenditure unless its own words say otherwise."""


def _punishes(scene: Scene, reading: Reading, block: Block, clause: Block) -> bool:
    """A grade that costs money is a result applied (``“中”等级项目压减362万元``)."""
    if reading.measure is Measure.THRESHOLD and reading.noun is None:
        return True
    end = max(clause.end, scene.next_break(block.end, "。；;"))
    following = [other.block.start for other in scene.quantities if other.block.start >= block.end]
    end = min(end, following[0]) if following else end
    if any(hit.cue.code == Outcome.CANCELLED for hit in scene.hits(Role.OUTCOME, block.end, end)):
        return True  # 「评价结果为“差”的3个项目予以取消」
    hits = scene.hits(Role.MEASURE, clause.start, max(end, clause.end))
    return any(hit.cue.code in (Measure.AMOUNT_REDUCED, Measure.AMOUNT_RECOVERED) for hit in hits)


ACTED_ON = 3.6
RESULT = re.compile(
    r"(?:对|将|因)[^，,。；;]{0,16}?(?:评价|评分|得分|考核|绩效|自评)[^，,。；;]{0,12}?(?:[为是]|靠[后前]|较[差低好高]|不[高佳合]|低|末|排名|前列|突出|[“‘]?[优良中差][”’]?)"
    r"|因[^，,。；;]{0,6}评价结果|作为[^，,。；;]{0,14}(?:预算|安排)[^，,。；;]{0,6}(?:依据|参考)"
    r"|(?:评价|考核)[^，,。；;\d]{0,6}(?:末尾|末位|末档|靠后)的"
    r"|(?:对)[^，,。；;]{0,6}?绩效[^，,。；;]{0,4}?(?:欠佳|不佳)"
    r"|(?:根据|依据|按照|结合|参照)[^，,。；;]{0,14}(?:评价|考核|监控|自评|绩效(?!评估))[^，,。；;]{0,4}(?:结果|结论|等级|等次|意见|得分)[，,]?"
    r"|(?:评为|评定为|评价为|结果为|等级为|等次为)[“‘]?(?:优|良|中|差|较差|不合格|合格|一般)[^，,。；;\d]{0,6}的"
)
"""What opens a clause on what became of a result (``对评价靠后的5个项目压减预算``)."""
ACTION = re.compile(
    r"(?:核减|扣减|压减|调减|削减|压缩|收回|取消|保障(?!局|部|中心|处|服务)|完善|整合|调整|不再安排|暂停|约谈|通报|表扬|减少(?:预算|资金|安排)|问责|奖励|上浮|下浮|优先|从严|倾斜|移交)"
)
WORK = re.compile(r"开展|实施|进行|组织|完成")


def _acted_on(scene: Scene, block: Block) -> bool:
    """Whether a number stands where results of an evaluation are acted on: 「对评价靠后的2个项目核减预算85万元」."""
    start = scene.last_break(block.start, "。；;") + 1
    opened = RESULT.search(scene.text, start, block.end + 16)
    if opened is None or opened.start() > block.end:
        return False
    end = scene.next_break(block.end, "。；;")
    acts = ACTION.search(scene.text, opened.end(), end)
    return acts is not None and WORK.search(scene.text, opened.start(), acts.start()) is None


def _share_base(reading: Reading, block: Block) -> Block:
    """The words between 占 and its percentage name the whole, not the work (``占自评资金规模的38.76%``)."""
    if reading.measure is Measure.SHARE and reading.noun is not None:
        return Block(reading.noun.end, block.start)
    return Block(0, 0)


def _nearness(scene: Scene, hit: Hit, block: Block, clause: Block, counted: bool) -> float:
    """How much of a stage word's weight reaches a figure in the same sentence."""
    if hit.end <= block.start:
        distance = block.start - hit.end
        between = scene.text[hit.end : block.start]
        if hit.start >= clause.start:
            return max(0.7, 1.0 - 0.008 * distance)
        fade = SAME_SENTENCE - PER_COMMA * between.count("，") - 0.002 * distance
        if "；" in between or ";" in between:
            fade *= 0.6
        return max(0.25, fade)
    if hit.start < block.end:
        return 1.0
    distance = hit.start - block.end
    if hit.end <= clause.end:
        crossed = any(other.block.start >= block.end and other.block.end <= hit.start for other in scene.quantities)
        listed = crossed and not counted and "、" in scene.text[block.end : hit.start]
        return max(BEHIND, BEHIND + 0.12 - 0.003 * distance) * (0.35 if listed else 0.95 if crossed else 1.0)
    return 0.42 if "；" not in scene.text[block.end : hit.start] else 0.15
