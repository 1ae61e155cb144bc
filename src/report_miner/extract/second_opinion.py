"""A second reader: what the wording around a figure says, weighed by a model fitted on labelled passages.

The rules decide by known cue words; this reader weighs all wording, also what no word list holds: pairs and triples of
signs of the clause, the headings and the sentences before, and which cues stand how near.  One multinomial logistic
model each for stage, measure and outcome (softmax regression); for measure and outcome what the rules said is among its
signs (stacked generalisation).  What it says is weighed with the rules and the network in ``jury``.
``scripts/fit_opinion.py`` fits it on ``corpus/`` alone.
Method: A. Berger, S. Della Pietra, V. Della Pietra, "A Maximum Entropy Approach to Natural Language Processing",
Computational Linguistics 22 (1996); D. Wolpert, "Stacked Generalization", Neural Networks 5 (1992).
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from report_miner.extract.reading import BESIDE_IT, NEAR_IT, Reading
from report_miner.extract.scene import Scene
from report_miner.extract.stages import Background
from report_miner.model import Block, Outcome, Stage
from report_miner.packs import Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

STORED = Path(__file__).with_name("second_opinion.npz")
MARK = "\x1f"
"""Between the features in the file: no feature holds it."""
HEADS = ("stage", "measure", "outcome")
NUMBERS = re.compile(r"[\d,.，．]+")
BEFORE, BEHIND, OPENING, HEADING, EARLIER, FAR_BEFORE = 14, 12, 30, 30, 60, 30
"""So many signs before and behind a number, of its sentence's beginning, of the heading, of the sentences before; and
before the number once more, more loosely."""
CUES_BEFORE, CUES_BEHIND = 60, 40
NEAR = ((Role.NOUN, "n"), (Role.MEASURE, "m"), (Role.OUTCOME, "o"), (Role.RULE, "r"))


class Opinion(NamedTuple):
    """Probabilities of each label of one figure, by head."""

    stage: Mapping[str, float]
    measure: Mapping[str, float]
    outcome: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of all heads side by side: one row a feature, ``spans`` the columns of each head."""

    rows: Mapping[str, int]
    weights: Vector
    bias: Vector
    labels: tuple[tuple[str, ...], ...]

    def sum(self, features: Iterable[str]) -> Vector:
        """What the features weigh together; unknown ones weigh nothing."""
        get = self.rows.get
        known = sorted({row for feature in features if (row := get(feature)) is not None})
        total: Vector = self.weights.take(known, axis=0).sum(axis=0)
        return total

    def opinion(self, weighed: Vector) -> Opinion:
        """Softmax of each head."""
        return softmax(weighed + self.bias, self.labels)


def softmax(values: Vector, labels: Sequence[Sequence[str]]) -> Opinion:
    """Probabilities from the values of all heads side by side."""
    import numpy as np

    found: list[dict[str, float]] = []
    start = 0
    for names in labels:
        head = values[start : start + len(names)]
        start += len(names)
        powers = np.exp(head - head.max()).tolist()
        whole = sum(powers)
        found.append({name: power / whole for name, power in zip(names, powers, strict=True)})
    return Opinion(*found)


def make_model(features: Sequence[str], weights: Any, bias: Any, labels: Sequence[Sequence[str]]) -> Model:
    """A model from its parts: as many rows of weights as features, as many columns as labels of all heads."""
    rows = {feature: row for row, feature in enumerate(features)}
    return Model(rows, weights, bias, tuple(tuple(head) for head in labels))


@lru_cache(maxsize=1)
def stored() -> Model:
    """The fitted model of the package."""
    import numpy as np

    with np.load(STORED) as file:
        labels = json.loads(str(file["labels"]))
        features = str(file["features"]).split(MARK)
        return make_model(features, file["weights"].astype(np.float32), file["bias"].astype(np.float32), labels)


LEAST = 5e-3
"""No wording is surer than this that a label is wrong, so that a clear word can stand against it."""
RULED = "R:"
"""Begins the signs that tell what the rules said; the stage does without them, its votes are weighed apart."""


def said_by_rules(reading: Reading, outcome: Outcome, stage: Stage) -> list[str]:
    """What the rules made of a figure, as signs for the second reader."""
    measure = reading.measure
    beside = "beside" if reading.margin >= BESIDE_IT else "near" if reading.margin >= NEAR_IT else "far"
    return [
        f"{RULED}m{measure}", f"{RULED}m{measure}|{beside}", f"{RULED}o{outcome}", f"{RULED}mo{measure}|{outcome}",
        f"{RULED}s{stage}", f"{RULED}sm{stage}|{measure}", f"{RULED}so{stage}|{outcome}",
    ]  # fmt: skip


@dataclass(slots=True)
class SecondReader:
    """Reads the figures of one sentence; what all of them share is weighed once."""

    model: Model
    scene: Scene
    background: Background
    topic: Stage | None
    earlier: Stage | None
    _shared: Vector | None = None
    _clauses: dict[Block, Vector] = field(default_factory=dict)
    _stretches: dict[Block, Vector] = field(default_factory=dict)

    def read(self, index: int, ruled: Sequence[str]) -> Opinion:
        """The opinion on figure ``index`` of the sentence, of which the rules said ``ruled``."""
        scene = self.scene
        if self._shared is None:
            self._shared = self.model.sum(self.shared())
        clause = scene.statement(index)
        within = self._weighed(self._clauses, clause, self.of_clause)
        around = self._weighed(self._stretches, scene.stretch(index), self.of_stretch)
        return self.model.opinion(self._shared + within + around + self.model.sum([*self.own(index, clause), *ruled]))

    def _weighed(self, known: dict[Block, Vector], block: Block, features: Callable[[Block], list[str]]) -> Vector:
        """The weights of what ``block`` holds, added up once for all its figures."""
        vector = known.get(block)
        if vector is None:
            vector = known[block] = self.model.sum(features(block))
        return vector

    def features(self, index: int) -> list[str]:
        """All features of figure ``index``, as the model is fitted on them."""
        clause = self.scene.statement(index)
        around = self.of_stretch(self.scene.stretch(index))
        return [*self.shared(), *self.of_clause(clause), *around, *self.own(index, clause)]

    def shared(self) -> list[str]:
        """What the sentence's figures share: headings, sentences before, the sentence's beginning."""
        scene, text, around = self.scene, self.scene.text, self.background
        found = [f"topic={self.topic}", f"prev={self.earlier}"]
        found += grams("l:", plain(text[scene.block.start : min(scene.block.end, scene.block.start + OPENING)]), 2)
        if around.headings:
            block = around.headings[0]
            found += grams("h:", plain(text[block.start : min(block.end, block.start + HEADING)]), 2)
        if around.title is not None:
            found += grams("t:", plain(text[around.title.start : around.title.end]), 2)
        earlier = "".join(text[block.start : block.end] for block in around.earlier)
        found += grams("e:", plain(earlier)[-EARLIER:], 2)
        for zone, blocks in (("H", around.headings), ("E", around.earlier)):
            for at, block in enumerate(blocks[:3]):
                for hit in scene.cues.between(Role.STAGE, block.start, block.end):
                    found += (f"{zone}{at}{hit.cue.code}", f"{zone}{at}{text[hit.start : hit.end]}")
        return found

    def of_clause(self, clause: Block) -> list[str]:
        """Pairs and triples of signs of a clause."""
        words = plain(self.scene.text[clause.start : clause.end])
        return [*grams("c:", words, 2), *grams("c:", words, 3)]

    def of_stretch(self, stretch: Block) -> list[str]:
        """Pairs of signs from one ；to the next."""
        return grams("b:", plain(self.scene.text[stretch.start : stretch.end]), 2)

    def own(self, index: int, clause: Block) -> list[str]:
        """What stands around the one number."""
        scene, text, quantity = self.scene, self.scene.text, self.scene.quantities[index]
        start, end = quantity.block
        before = plain(text[max(scene.block.start, start - BEFORE) : start])
        after = plain(text[end : min(scene.block.end, end + BEHIND)])
        found = [
            f"k={quantity.kind}",
            f"u={quantity.unit}",
            f"mod={quantity.modifier}",
            f"i:{before[-3:]}",
            f"j:{after[:2]}",
        ]
        found += grams("p:", before, 2)
        found += grams("p:", before, 3)
        found += grams("a:", after, 2)
        found += grams("f:", plain(text[max(scene.block.start, start - FAR_BEFORE) : start]), 2)
        for hit in scene.hits(Role.STAGE, *scene.block):
            zone = ("o" if clause.start <= hit.start < clause.end else "s") + ("b" if hit.end <= start else "a")
            gap = start - hit.end if hit.end <= start else hit.start - end
            code = hit.cue.code
            found += (f"{zone}{code}", f"{zone}{code}{_far(gap)}", f"{zone}{text[hit.start : hit.end]}")
        begins = [other.block.start for other in scene.quantities]
        low, high = max(scene.block.start, start - CUES_BEFORE), min(scene.block.end, end + CUES_BEHIND)
        for role, sign in NEAR:
            for hit in scene.hits(role, low, high):
                found += self._near(hit.start, hit.end, sign, hit.cue.code or hit.cue.rule, begins, index)
        return found

    def _near(self, start: int, end: int, sign: str, code: str, begins: list[int], index: int) -> tuple[str, ...]:
        """How a cue lies to number ``index``: side, numbers and breaks between, distance."""
        scene, block = self.scene, self.scene.quantities[index].block
        if end <= block.start:
            side, gap, between = "b", block.start - end, index - bisect_left(begins, end)
            breaks = bisect_left(scene.breaks, block.start) - bisect_left(scene.breaks, end)
        else:
            side, gap, between = "a", start - block.end, bisect_left(begins, start) - index - 1
            breaks = bisect_left(scene.breaks, start) - bisect_left(scene.breaks, block.end)
        near = f"{sign}{side}{min(between, 2)}{min(breaks, 2)}"
        if between <= 0 and breaks <= 1:
            return (near + code, f"{near}{code}{_far(gap)}", near + scene.text[start:end])
        return (near + code, f"{near}{code}{_far(gap)}")


def plain(text: str) -> str:
    """Numbers as one sign: which number it is says nothing of its meaning."""
    return NUMBERS.sub("0", text)


def grams(prefix: str, text: str, width: int) -> list[str]:
    """All stretches of ``width`` signs, each behind ``prefix``."""
    return [prefix + text[at : at + width] for at in range(len(text) - width + 1)]


def _far(gap: int) -> int:
    return 0 if gap <= 0 else 1 if gap <= 2 else 2 if gap <= 6 else 3 if gap <= 15 else 4
