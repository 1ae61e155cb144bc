"""Fits the tables' second reader (``report_miner.extract.table_opinion``) on the labelled tables of ``corpus/``.

Prints what a cross-validation, whole series at a time, says of the stage of a table's figures by rules and by both,
then writes ``table_opinion.npz``.  Needs scikit-learn (``pip install -e .[fit]``).

usage: fit_table_opinion.py
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from fit_opinion import UNSEEN, group, series, texts
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from report_miner import scoring
from report_miner.extract import table_opinion
from report_miner.extract.second_opinion import MARK, Model, make_model
from report_miner.extract.table_opinion import Wording
from report_miner.extract.table_stages import TableStages
from report_miner.extract.tables import TableReader
from report_miner.model import Mined, Stage

RARE = 3
"""A sign in fewer tables than this is chance."""
PENALTY = 1.0
STEPS = 300
FOLDS = 6
LABELS = tuple(map(str, Stage))


@dataclass(frozen=True, slots=True)
class Example:
    """One figure of a table: the signs of its column, the stage by the rules, the stages accepted, its passage."""

    features: frozenset[str]
    ruled: str
    accepted: tuple[str, ...]
    group: str

    @property
    def label(self) -> str:
        """The rules' answer where it is accepted, else the best one."""
        return self.ruled if self.ruled in self.accepted else self.accepted[0]


Seen = dict[tuple[int, int], tuple[frozenset[str], str]]


@contextmanager
def recording() -> Iterator[Seen]:
    """Collect the signs of every figure's column, by its span; rules alone decide meanwhile."""
    seen: Seen = {}
    known: dict[TableStages, Wording] = {}
    reconsider, draft = TableStages.reconsider, TableReader._draft

    def remembered(self: TableStages, wording: Wording) -> None:
        known[self] = wording
        reconsider(self, wording)

    def recorded(self: TableReader, *told: object) -> object:
        made = draft(self, *told)  # type: ignore[arg-type]
        if made is not None:
            column, stage = told[1], made.labels.stage
            signs = {*table_opinion.of_table(known[self.stages]), *table_opinion.of_column(column, stage)}  # type: ignore[arg-type]
            seen[made.quantity.span.start, made.quantity.span.end] = frozenset(signs), str(stage)
        return made

    table_opinion.use(None)
    TableStages.reconsider = remembered  # type: ignore[method-assign]
    TableReader._draft = recorded  # type: ignore[method-assign,assignment]
    try:
        yield seen
    finally:
        TableStages.reconsider = reconsider  # type: ignore[method-assign]
        TableReader._draft = draft  # type: ignore[method-assign]
        table_opinion.use_stored()


def collect() -> list[Example]:
    """All labelled figures of tables open to fitting."""
    examples: list[Example] = []
    with recording() as seen:
        for text in texts():
            seen.clear()
            examples += _matched(text.gold, text.mined(), seen, text.name, text.together)
    return examples


def _matched(
    gold: Sequence[scoring.GoldFigure], mined: Mined, seen: Seen, name: str, together: int
) -> Iterator[Example]:
    figures = {(figure.quantity.span.start, figure.quantity.span.end) for figure in mined.figures}
    for at, figure in enumerate(gold):
        place = (figure.span.start, figure.span.end)
        if place in seen and place in figures:
            yield Example(*seen[place], tuple(figure.answers["stage"]), group(name, at // together))


def fit(examples: Sequence[Example]) -> Model:
    """The reader fitted on the examples."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for example in examples:
        for feature in example.features:
            groups[feature].add(example.group)
    features = sorted(feature for feature, known in groups.items() if len(known) >= RARE)
    rows = {feature: row for row, feature in enumerate(features)}
    cells = [[rows[feature] for feature in sorted(example.features) if feature in rows] for example in examples]
    bounds = np.cumsum([0, *map(len, cells)])
    matrix = csr_matrix(
        (np.ones(bounds[-1], np.float32), np.concatenate([np.array(row, np.int32) for row in cells]), bounds),
        shape=(len(examples), len(features)),
    )
    model = LogisticRegression(C=PENALTY, max_iter=STEPS).fit(matrix, [example.label for example in examples])
    weights = np.zeros((len(features), len(LABELS)), np.float32)
    bias = np.full(len(LABELS), UNSEEN, np.float32)
    for row, label in enumerate(model.classes_):
        weights[:, LABELS.index(label)] = model.coef_[row]
        bias[LABELS.index(label)] = model.intercept_[row]
    return make_model(features, weights, bias, [LABELS])


def validate(examples: Sequence[Example]) -> None:
    """Print how often the stage is right by rules and by both, on series apart from the fitting."""
    names = sorted({series(example.group) for example in examples}, key=lambda name: sha256(name.encode()).digest())
    right = np.zeros(2)
    for fold in range(FOLDS):
        apart = set(names[fold::FOLDS])
        model = fit([example for example in examples if series(example.group) not in apart])
        runs: defaultdict[tuple[str, str], list[Example]] = defaultdict(list)
        for example in examples:
            if series(example.group) in apart:
                runs[example.group, example.ruled].append(example)
        for (_, ruled), run in runs.items():
            best, chance = table_opinion.likeliest([table_opinion.chances(model, one.features) for one in run])
            both = best if chance >= table_opinion.LIKELY else ruled
            right += [sum(stage in one.accepted for one in run) for stage in (ruled, both)]
    rules, both_share = right / len(examples)
    print(f"stage right by rules {rules:.3f}, by both {both_share:.3f}")


def main() -> None:
    examples = collect()
    print(f"{len(examples)} figures of {len({example.group for example in examples})} tables")
    validate(examples)
    model = fit(examples)
    np.savez_compressed(
        table_opinion.STORED,
        labels=np.array(json.dumps(LABELS)),
        features=np.array(MARK.join(model.rows)),
        weights=model.weights.astype(np.float16),
        bias=model.bias.astype(np.float16),
    )
    print(f"{len(model.rows)} features, {table_opinion.STORED.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
