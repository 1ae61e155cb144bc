"""What the network is told of a sentence: its signs one by one, what stands before it, what the rules made of it.

Every sign is an ideograph or a mark with the cues of the word lists that cover it; numbers are one sign each, the
figures another, so that nothing is learnt from values.  Fitting (``scripts/fit_network.py``) and reading share
this code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from report_miner.extract.reading import BESIDE_IT, NEAR_IT, Reading
from report_miner.extract.scene import Scene
from report_miner.extract.stages import Background, StageReading
from report_miner.model import Block, Outcome, Stage
from report_miner.packs import Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

TITLE, HEADING, EARLIER = 30, 26, 80
"""So many characters are read of the title (its end), of a heading (its beginning), of what stands before (its end)."""
HEADINGS = 2
ROLES = (Role.STAGE, Role.NOUN, Role.MEASURE, Role.OUTCOME, Role.RULE, Role.ACTOR, Role.CHILD)
SLOTS = 4
"""Of the cues that cover a sign so many are heard."""
NUMBER = re.compile(r"[\d,.，．]*\d[\d,.，．]*")
FIGURE, END, DIGITS = "\x02", "\x03", "\x04"
"""A figure of the sentence, the end of what stands around it, any other number."""
OF_TITLE, OF_HEADING, OF_EARLIER, OF_SENTENCE = 1, 2, 4, 5


class Tag(NamedTuple):
    """A cue over ``start:end`` of a text."""

    start: int
    end: int
    code: str


class Zone(NamedTuple):
    """A stretch of text with its cues, offsets from its own beginning."""

    text: str
    tags: tuple[Tag, ...]


class Ruled(NamedTuple):
    """What the rules made of a figure."""

    reading: Reading
    outcome: Outcome
    stage: StageReading


class Told(NamedTuple):
    """A sentence as the network is told of it; ``figures`` are half-open ranges of ``own``.

    ``printed`` and ``ruled`` are words for each figure: of its number, and of what the rules said of it.
    """

    title: Zone | None
    headings: tuple[Zone, ...]
    earlier: tuple[Zone, ...]
    own: Zone
    breaks: tuple[int, ...]
    figures: tuple[tuple[int, int], ...]
    printed: tuple[tuple[str, ...], ...]
    ruled: tuple[tuple[str, ...], ...]


class Sign(NamedTuple):
    """One sign: what it is, where it stands (title, heading, …), its cues with whether they begin here."""

    sign: str
    zone: int
    tags: tuple[tuple[str, bool], ...]


class Signs(NamedTuple):
    """The signs of a sentence; ``places`` are those of its figures, ``passed`` figures and breaks before each sign."""

    signs: list[Sign]
    places: list[int]
    passed: list[tuple[int, int]]


def tell(
    scene: Scene, around: Background, topic: Stage | None, earlier: Stage | None, rules: Sequence[Ruled], large: bool
) -> Told:
    """What the network is told of ``scene``; ``large``: the report is on the budget at large."""
    start = scene.block.start
    common = (f"topic={topic or ''}", f"prev={earlier or ''}", f"large={large}")
    printed = tuple(
        (f"k={one.kind}", f"u={one.unit}", f"mod={one.modifier}", f"n={min(at, 6)}")
        for at, one in enumerate(scene.quantities)
    )
    return Told(
        _zone(scene, around.title) if around.title else None,
        tuple(_zone(scene, block) for block in around.headings[:HEADINGS]),
        tuple(_zone(scene, block) for block in around.earlier),
        _zone(scene, scene.block),
        tuple(place - start for place in scene.breaks),
        tuple((one.block.start - start, one.block.end - start) for one in scene.quantities),
        printed,
        tuple((*_said(scene, rule), *common) for rule in rules),
    )


def _said(scene: Scene, rule: Ruled) -> tuple[str, ...]:
    """Words for what the rules made of one figure."""
    reading, noun = rule.reading, rule.reading.noun
    near = 2 if reading.margin >= BESIDE_IT else 1 if reading.margin >= NEAR_IT else 0
    word = scene.text[noun.start : noun.end] if noun else ""
    shared = f"{reading.inherited}{reading.source is not None}"
    return (
        f"m={reading.measure}", f"mg={reading.measure}{near}", f"mr={reading.rule}", f"mu={reading.runner_up}",
        f"w={word}", f"o={rule.outcome}", f"inh={shared}",
    )  # fmt: skip


def _zone(scene: Scene, block: Block) -> Zone:
    start = block.start
    tags = [
        Tag(hit.start - start, hit.end - start, f"{role.name}:{hit.cue.code or hit.cue.rule}")
        for role in ROLES
        for hit in scene.cues.between(role, block.start, block.end)
    ]
    return Zone(scene.text[block.start : block.end], tuple(tags))


def signs_of(told: Told) -> Signs:
    """The signs of title, headings, sentences before and the sentence itself, in this order."""
    found: list[Sign] = []
    if told.title is not None:
        _add(found, told.title, max(0, len(told.title.text) - TITLE), len(told.title.text), OF_TITLE)
    for at in range(min(HEADINGS, len(told.headings)) - 1, -1, -1):
        _add(found, told.headings[at], 0, HEADING, OF_HEADING + at)
    left, before = EARLIER, []
    for zone in told.earlier:
        if left > 0:
            before.append((zone, max(0, len(zone.text) - left)))
            left -= len(zone.text)
    for zone, first in reversed(before):
        _add(found, zone, first, len(zone.text), OF_EARLIER)
    passed = [(0, 0)] * len(found)
    places = _add_own(found, passed, told)
    return Signs(found, places, passed)


def _tags_at(zone: Zone) -> list[list[tuple[str, bool]]]:
    """For each character its cues, with whether they begin there."""
    found: list[list[tuple[str, bool]]] = [[] for _ in zone.text]
    for tag in zone.tags:
        for place in range(tag.start, min(tag.end, len(zone.text))):
            found[place].append((tag.code, place == tag.start))
    return found


def _add(found: list[Sign], zone: Zone, start: int, end: int, number: int) -> None:
    tags, text = _tags_at(zone), zone.text[:end]
    at = start
    while at < len(text):
        match = NUMBER.match(text, at)
        if match:
            found.append(Sign(DIGITS, number, ()))
            at = match.end()
        else:
            found.append(Sign(text[at], number, tuple(tags[at][:SLOTS])))
            at += 1
    found.append(Sign(END, number, ()))


def _add_own(found: list[Sign], passed: list[tuple[int, int]], told: Told) -> list[int]:
    tags, text = _tags_at(told.own), told.own.text
    begins = {start: index for index, (start, _) in enumerate(told.figures)}
    later = sorted(begins)
    breaks = set(told.breaks)
    places = [0] * len(told.figures)
    at = figures = marks = 0
    while at < len(text):
        if at in begins:
            index = begins[at]
            places[index] = len(found)
            found.append(Sign(FIGURE, OF_SENTENCE, tuple(tags[at][:SLOTS])))
            passed.append((figures, marks))
            figures += 1
            at = max(told.figures[index][1], at + 1)
            continue
        match = NUMBER.match(text, at) if text[at] not in ",.，．" else None
        if match:
            following = next((start for start in later if start > at), len(text))
            found.append(Sign(DIGITS, OF_SENTENCE, ()))
            passed.append((figures, marks))
            at = min(match.end(), following)
            continue
        marks += at in breaks
        found.append(Sign(text[at], OF_SENTENCE, tuple(tags[at][:SLOTS])))
        passed.append((figures, marks))
        at += 1
    return places


STEPS = (1, 2, 3, 4, 6, 9, 13, 19, 28, 45, 80)
"""Distances are told apart up to these."""
BETWEEN = 3
"""So many figures or breaks between a figure and a sign are told apart, before and behind it."""
FAR = len(STEPS)
DISTANCES, COUNTS, ZONES = 2 * (len(STEPS) + 1), 2 * BETWEEN + 1, 6
RELATIONS = DISTANCES + 2 * COUNTS + ZONES


def relations(signs: Signs) -> Numbers:
    """How each sign lies to each figure: four rows of one table of biases (figures × signs × 4).

    The rows tell distance, figures between, breaks between (of the sentence itself), and where the sign stands.
    """
    import numpy as np

    zones = np.array([one.zone for one in signs.signs])
    passed = np.array(signs.passed).reshape(-1, 2)
    places = np.array(signs.places, np.int64)
    gap = np.arange(len(zones))[None] - places[:, None]
    own = (zones == OF_SENTENCE)[None]
    steps = np.searchsorted(np.array(STEPS), np.abs(gap), side="right") + np.where(gap > 0, len(STEPS) + 1, 0)
    between = np.clip(passed[None] - passed[places][:, None], -BETWEEN, BETWEEN) + BETWEEN
    rows = [
        np.where(own, steps, FAR),
        DISTANCES + np.where(own, between[..., 0], 0),
        DISTANCES + COUNTS + np.where(own, between[..., 1], 0),
        DISTANCES + 2 * COUNTS + np.broadcast_to(zones[None], gap.shape),
    ]
    return np.stack(rows, -1).astype(np.int64)
