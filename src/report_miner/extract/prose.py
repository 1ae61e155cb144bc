"""The sentences of a document, one after another: which numbers are figures, and whose work each sentence tells of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from report_miner.extract.frame import Draft, Frame
from report_miner.extract.reading import NOTHING
from report_miner.extract.scene import make_scene
from report_miner.extract.sentence_reader import SentenceReader
from report_miner.extract.setting import Setting
from report_miner.extract.subjects import (
    Speaker,
    carries_on,
    speakers,
)
from report_miner.model import (
    Block,
    Quantity,
    QuantityKind,
    Sentence,
    Stage,
    Subject,
    Via,
)


def read_prose(frame: Frame, quantities: Sequence[Quantity]) -> tuple[list[Draft], list[Quantity]]:
    """Sentence by sentence: the quantities that are figures, labelled, and those that are not."""
    text = frame.outline.view.text
    starts = [quantity.block.start for quantity in quantities]
    drafts: list[Draft] = []
    telling = _telling(frame.outline.sentences, starts)
    headed = _Headed(frame)
    taken: set[int] = set()
    carried: Subject | None = None
    counted = NOTHING
    told: Counter[Stage] = Counter()
    previous: Sentence | None = None
    for number, sentence in enumerate(frame.outline.sentences):
        setting = frame.settings[sentence.part]
        if previous is None or (previous.paragraph, previous.headings) != (sentence.paragraph, sentence.headings):
            carried = None
            told = Counter()
        if previous is None or previous.paragraph != sentence.paragraph:
            counted = NOTHING
        first = bisect_left(starts, sentence.block.start)
        last = bisect_left(starts, sentence.block.end, first)
        if not telling[number]:
            previous = sentence
            continue
        base = headed.subject(sentence, setting)
        numbers = [quantities[index].block for index in range(first, last)]
        start = carried if carried is not None else base
        found = speakers(text, sentence.block, frame.places, base, frame.outline.view.span, numbers, start)
        inside = [
            index for index in range(first, last)
            if quantities[index].block.end <= sentence.block.end and _is_figure(frame, sentence, quantities[index])
        ]  # fmt: skip
        if inside:
            taken.update(inside)
            named = tuple(_named(text, sentence.block, quantities[index]) for index in inside)
            scene = make_scene(text, sentence.block, named, frame.cues)
            reader = SentenceReader(
                frame,
                sentence,
                number,
                scene,
                setting,
                counted,
                drafts[-1].labels.stage if drafts else None,
                _topic(told),
            )
            read = reader.read(found, start)
            drafts += read
            told.update(draft.labels.stage for draft in read if draft.labels.stage in TOPICS)
            counted = reader.counted(drafts, counted)
        carried = _carry(frame, number, found, start, base)
        previous = sentence
    return drafts, [quantity for index, quantity in enumerate(quantities) if index not in taken]


TOPICS = frozenset({
    Stage.EX_ANTE, Stage.REVIEW, Stage.TARGET, Stage.MONITORING, Stage.SELF_EVALUATION, Stage.EVALUATION,
    Stage.APPLICATION,
})  # fmt: skip


def _topic(told: Counter[Stage]) -> Stage | None:
    """The link of the chain that most figures of an item belong to so far; ``None`` at its beginning."""
    return max(told, key=told.__getitem__) if told else None


def _telling(sentences: Sequence[Sentence], starts: Sequence[int]) -> list[bool]:
    """Which sentences can matter to a figure: they, or later ones of the same paragraph, hold a number."""
    telling = [False] * len(sentences)
    for at in range(len(sentences) - 1, -1, -1):
        block = sentences[at].block
        after = sentences[at + 1] if at + 1 < len(sentences) and telling[at + 1] else None
        runs_on = after is not None and after.paragraph == sentences[at].paragraph
        telling[at] = runs_on or bisect_left(starts, block.start) < bisect_left(starts, block.end)
    return telling


def _carry(frame: Frame, number: int, found: Sequence[Speaker], start: Subject, base: Subject) -> Subject | None:
    """Whose work the next sentence describes if it names nobody."""
    last = start
    for speaker in found:
        last = speaker.subject
    if last.name == base.name:
        return None
    following = frame.outline.sentences[number + 1] if number + 1 < len(frame.outline.sentences) else None
    if following is None:
        return None
    text = frame.outline.view.text
    sentence = frame.outline.sentences[number]
    opened = bool(found) and found[0].start == sentence.block.start
    if carries_on(text, following.block) or (opened and len(found) == 1) or (not found and start is not base):
        return replace(last, via=Via.SENTENCE)
    return None


class _Headed:
    """The units that headings name (``太白县：``), found once for all sentences under them."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._known: dict[tuple[int, tuple[int, ...]], Subject] = {}

    def subject(self, sentence: Sentence, setting: Setting) -> Subject:
        """The unit that a heading above the sentence names, else the part's."""
        headings = self._frame.outline.headings
        above = sentence.headings
        if above and any(headings[index].block.start == sentence.block.start for index in above):
            above = tuple(index for index in above if headings[index].block.start != sentence.block.start)
        key = (sentence.part, above)
        if key not in self._known:
            self._known[key] = self._find(above, setting)
        return self._known[key]

    def _find(self, above: Sequence[int], setting: Setting) -> Subject:
        view = self._frame.outline.view
        for index in reversed(above):
            heading = self._frame.outline.headings[index].block
            for mention in self._frame.places.between(heading.start, heading.end):
                ends = mention.end >= heading.end - 1 or view.text[mention.end : mention.end + 1] in "：:。"
                if ends and mention.resolution.name != setting.unit.name:
                    span = view.span(mention.start, mention.end)
                    return Subject(mention.resolution.name, mention.resolution.region_code, Via.HEADING, span)
        return setting.unit


def _is_figure(frame: Frame, sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a quantity of a sentence is a figure: it has a unit, or the words give it one."""
    text = frame.outline.view.text
    if quantity.kind is QuantityKind.BARE:
        before = text[max(0, quantity.block.start - 4) : quantity.block.start]
        after = text[quantity.block.end : quantity.block.end + 2]
        return (
            _graded(text, sentence.block, quantity)
            or before.endswith(("评分", "得分", "分数", "均分"))
            or EXTREME.search(text, sentence.block.start, quantity.block.start) is not None
            or (before.endswith("分") and after in ("以上", "以下"))
        )
    if quantity.kind is QuantityKind.COUNT and not quantity.raw[0].isdecimal() and not _has_measure_word(quantity):
        return not _in_heading(frame, sentence)
    return True


EXTREME = re.compile(r"(?:评分|得分|分数|均分)(?:最[高低][\d.]+分?[、，])?最[高低](?:为|是)?$")
"""``财政评分最高93.5、最低71.2``."""
GRADE = "(?:优秀?|良好?|中等?|较?差|一般|[ABCD]级?)[”’]?"
GRADED = re.compile(rf"(?<![一-龥A-Z]){GRADE}$")
SERIES = re.compile(rf"{GRADE}\d{{1,4}}[、，,；;][“‘]?{GRADE}\d{{1,4}}(?![\d.%％]|[一-龥])")


def _graded(text: str, block: Block, quantity: Quantity) -> bool:
    """``优2、良8、中1``: bare numbers behind grades, two at least, count what was graded."""
    start, end = quantity.block
    if GRADED.search(text, max(block.start, start - 4), start) is None or text[end : end + 1] not in "、，,；;。）)\n":
        return False
    return any(match.start() <= start and end <= match.end() for match in SERIES.finditer(text, *block)) or (
        SERIES.search(text, block.start, end) is not None
    )


def _named(text: str, block: Block, quantity: Quantity) -> Quantity:
    """A bare number that the words call a score is one (``评分60以下``), one behind a grade a count."""
    if quantity.kind is not QuantityKind.BARE:
        return quantity
    if _graded(text, block, quantity):
        return replace(quantity, kind=QuantityKind.COUNT, unit="个")
    return replace(quantity, kind=QuantityKind.SCORE, unit="分")


def _has_measure_word(quantity: Quantity) -> bool:
    return quantity.unit[:1] in "个项家次人名条件份篇期轮类大批场户宗种位所"


def _in_heading(frame: Frame, sentence: Sentence) -> bool:
    return any(
        frame.outline.headings[index].block.start <= sentence.block.start
        and sentence.block.end <= frame.outline.headings[index].block.end
        for index in sentence.headings
    )
