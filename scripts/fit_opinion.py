"""Fits the second reader (``report_miner.extract.second_opinion``) on the labelled text of ``corpus/``.

Softmax regression with an L2 penalty on the figures of the open challenge passages and of the sample reports;
features seen in fewer than five passages are left out.  Writes ``second_opinion.npz``.  Needs scikit-learn (``pip
install -e .[fit]``).  Run ``fit_network.py``, which weighs it against the rules and the network, and
``fit_confidence.py`` afterwards.

usage: fit_opinion.py
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from report_miner import readers, scoring
from report_miner.claims import claims_for
from report_miner.extract import jury, second_opinion
from report_miner.extract.frame import Draft
from report_miner.extract.second_opinion import HEADS, RULED, Model, SecondReader, make_model, said_by_rules
from report_miner.extract.sentence_reader import Decided, SentenceReader
from report_miner.extract.stages import StageReading
from report_miner.model import Measure, Mined, Outcome, Stage
from report_miner.pipeline import mine

ROOT = Path(__file__).resolve().parent.parent
CHALLENGE = ROOT / "corpus" / "challenge.jsonl"
GOLD = ROOT / "corpus" / "gold.jsonl"
REPORTS = ROOT / "corpus" / "reports"
LABELS = (tuple(map(str, Stage)), tuple(map(str, Measure)), tuple(map(str, Outcome)))
FOLDS = 5
FAR = 10**7
"""More characters than any text has."""
RARE = 5
"""A feature in fewer passages than this is chance."""
PENALTY = 1.0
STEPS = 300
UNSEEN = -20.0
"""Bias of a label that no example bears."""
PASSAGE = re.compile(r"([a-z]+)\d*-\d+")
BLOCK = 12
"""Figures of a sample report that make one group of the cross-validation."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the second reader saw of a figure, and the stage by the rules."""

    features: tuple[str, ...]
    ruled: StageReading
    run: int
    """Where the stretch of the sentence begins that the figure stands in, over the sentence's number."""


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled figure: what was seen, for each head the accepted answer nearest to the rules', its passage."""

    seen: Seen
    labels: tuple[str, str, str]
    accepted: tuple[str, ...]
    group: str


def blank() -> Model:
    """A model without an opinion."""
    width = sum(map(len, LABELS))
    return make_model([], np.zeros((0, width), np.float32), np.zeros(width, np.float32), LABELS)


@contextmanager
def recording() -> Iterator[dict[tuple[int, int], Seen]]:
    """Collect the features of every figure read, by its span in the document's text; rules alone decide meanwhile."""
    seen: dict[tuple[int, int], Seen] = {}
    draft = SentenceReader._draft

    def recorded(self: SentenceReader, index: int, decided: Decided, *rest: Any) -> Draft:
        span = self.scene.quantities[index].span
        second = SecondReader(blank(), self.scene, self._background(), self.topic, self.earlier_stage)
        ruled = said_by_rules(decided.reading, decided.outcome, decided.stage.stage)
        seen[span.start, span.end] = Seen(
            (*second.features(index), *ruled), decided.stage, self.number * FAR + self.scene.stretch(index).start
        )
        return draft(self, index, decided, *rest)

    jury.use(None)
    SentenceReader._draft = recorded  # type: ignore[method-assign,assignment]
    try:
        yield seen
    finally:
        SentenceReader._draft = draft  # type: ignore[method-assign]
        jury.use_stored()


def group(name: str, part: int) -> str:
    """The name of figures that the cross-validation keeps together."""
    return f"{name}/{part}"


def series(name: str) -> str:
    """The series of challenge passages a group belongs to; the sample reports are one."""
    match = PASSAGE.match(name)
    return match[1] if match else ""


def nearest(accepted: Sequence[str], read: str) -> str:
    """The rules' answer where it is accepted, else the best one."""
    return read if read in accepted else accepted[0]


class Text(NamedTuple):
    """A labelled text open to fitting; ``together`` of its figures make one group of the cross-validation."""

    name: str
    gold: Sequence[scoring.GoldFigure]
    together: int
    mined: Callable[[], Mined]


def texts() -> Iterator[Text]:
    """All labelled texts open to fitting: challenge passages and sample reports."""
    for passage in scoring.read_challenge(CHALLENGE, held_back=False):
        yield Text(passage.id, passage.figures, max(1, len(passage.figures)), partial(scoring.mine_passage, passage))
    gold = scoring.read_gold([GOLD])
    for path in sorted(REPORTS.iterdir()):
        document = replace(readers.read(path), path=path.name, claims=claims_for(path.name))
        own = [figure for figure in gold if figure.document == path.name]
        yield Text(path.name, own, BLOCK, partial(mine, document))


def collect() -> list[Example]:
    """All labelled figures open to fitting, with their features and what the rules voted."""
    examples: list[Example] = []
    with recording() as seen:
        for text in texts():
            seen.clear()
            examples += _matched(text.gold, text.mined(), seen, text.name, text.together)
    return examples


def _matched(
    gold: Sequence[scoring.GoldFigure],
    mined: Mined,
    seen: Mapping[tuple[int, int], Seen],
    name: str,
    together: int,
) -> Iterator[Example]:
    figures = {(figure.quantity.span.start, figure.quantity.span.end): figure.labels for figure in mined.figures}
    for at, figure in enumerate(gold):
        place = (figure.span.start, figure.span.end)
        if place in seen and place in figures:
            labels = figures[place]
            said = (str(labels.stage), str(labels.measure), str(labels.outcome))
            accepted = tuple(figure.answers[head] for head in HEADS)
            chosen = [nearest(answers, word) for answers, word in zip(accepted, said, strict=True)]
            yield Example(seen[place], (chosen[0], chosen[1], chosen[2]), accepted[0], group(name, at // together))


def fit(examples: Sequence[Example]) -> Model:
    """The second reader fitted on the examples."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for example in examples:
        for feature in example.seen.features:
            groups[feature].add(example.group)
    features = sorted(feature for feature, known in groups.items() if len(known) >= RARE)
    rows = {feature: row for row, feature in enumerate(features)}
    cells = [[rows[feature] for feature in set(example.seen.features) if feature in rows] for example in examples]
    bounds = np.cumsum([0, *map(len, cells)])
    matrix = csr_matrix(
        (np.ones(bounds[-1], np.float32), np.concatenate([np.array(row, np.int32) for row in cells]), bounds),
        shape=(len(examples), len(features)),
    )
    weights, bias = [], []
    wording = np.array([not feature.startswith(RULED) for feature in features])
    for head, labels in enumerate(LABELS):
        # The stage weighs the rules' votes apart: its head does not see them.
        signs = np.flatnonzero(wording) if HEADS[head] == "stage" else np.arange(len(features))
        model = LogisticRegression(C=PENALTY, max_iter=STEPS).fit(
            matrix[:, signs], [example.labels[head] for example in examples]
        )
        wide = np.zeros((len(features), len(labels)), np.float32)
        level = np.full(len(labels), UNSEEN, np.float32)
        for row, label in enumerate(model.classes_):
            wide[signs, labels.index(label)] = model.coef_[row]
            level[labels.index(label)] = model.intercept_[row]
        weights.append(wide)
        bias.append(level)
    return make_model(features, np.hstack(weights), np.concatenate(bias), LABELS)


def folds(examples: Sequence[Example]) -> Iterator[tuple[frozenset[str], Model]]:
    """The passages of each fold with the model fitted on all others; passages of one writer stay together."""
    names = {example.group for example in examples}
    known = sorted({series(name) for name in names}, key=lambda name: sha256(name.encode()).digest())
    for fold in range(FOLDS):
        apart = frozenset(name for name in names if series(name) in known[fold::FOLDS])
        yield apart, fit([example for example in examples if example.group not in apart])


def save(model: Model) -> None:
    """Write the model as the package reads it."""
    np.savez_compressed(
        second_opinion.STORED,
        labels=np.array(json.dumps(LABELS)),
        features=np.array(second_opinion.MARK.join(model.rows)),
        weights=model.weights.astype(np.float16),
        bias=model.bias.astype(np.float16),
    )


def main() -> None:
    examples = collect()
    print(f"{len(examples)} figures of {len({example.group for example in examples})} passages")
    model = fit(examples)
    save(model)
    print(f"{len(model.rows)} features, {second_opinion.STORED.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
