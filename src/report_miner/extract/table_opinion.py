"""A second reader for tables: which link of the chain a table's columns belong to, by all its wording.

``TableStages`` decides by known cue words; a single word (``退回后已补正`` in the lead) may turn a whole table.
This reader weighs the wording of title, lead and headers and what the rules said (softmax regression, stacked on
the rules, as in ``second_opinion``) and corrects the rules where it is likelier that they erred.  Columns that the
rules put into one stage are weighed together and stay together.  ``scripts/fit_table_opinion.py`` fits it on
``corpus/`` alone.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from report_miner.extract.second_opinion import LEAST, MARK, RULED, Model, grams, make_model, plain
from report_miner.extract.table_columns import Column
from report_miner.model import Outcome, Stage

STORED = Path(__file__).with_name("table_opinion.npz")
LINES = 3
"""So many lines of title and lead above a table are read, the nearest first."""
LIKELY = 0.5
"""So probable another stage must be to take the place of the rules'.

Chosen, as the model's penalty, by cross-validation over the writers of the challenge passages.
"""


class Wording(NamedTuple):
    """What stands around a table's numbers: the lines above it, its part's title, headers, results of its rows."""

    lines: tuple[str, ...]
    title: str
    columns: tuple[Column, ...]
    named: int
    """Columns before this one name the rows."""
    results: frozenset[Outcome]


def of_table(wording: Wording) -> list[str]:
    """The signs that all columns of a table share."""
    found: list[str] = []
    lines = [plain(line.strip()) for line in wording.lines if line.strip()][:LINES]
    for at, line in enumerate(lines):
        zone = "L:" if at else "T:"
        found += [*grams(zone, line, 2), *grams(zone, line, 3)]
    title = plain(wording.title)
    found += [*grams("P:", title, 2), *grams("P:", title, 3)]
    for column in wording.columns:
        for word in map(plain, column.words):
            found += [f"H={word}", *grams("H:", word, 2)]
            if column.index < wording.named:
                found.append(f"N={word}")
        if column.measure:
            found.append(f"M={column.measure}")
    found += [f"O={result}" for result in wording.results]
    return found


def of_column(column: Column, stage: Stage) -> list[str]:
    """The signs of one column, and what the rules made of it."""
    found = [f"k={column.kind}", f"cm={column.measure}", f"{RULED}s{stage}", f"{RULED}s{stage}|{column.measure}"]
    for depth, word in enumerate(map(plain, column.words[:3])):
        zone = "o0" if depth == 0 else "o1"
        found += [f"{zone}={word}", *grams(f"{zone}:", word, 2), *grams(f"{zone}:", word, 3)]
    return found


@lru_cache(maxsize=1)
def stored() -> Model:
    """The fitted model of the package: one head, the stage."""
    import numpy as np

    with np.load(STORED) as file:
        labels = json.loads(str(file["labels"]))
        features = str(file["features"]).split(MARK)
        return make_model(features, file["weights"].astype(np.float32), file["bias"].astype(np.float32), [labels])


_used: list[Model | None] = []


def use(model: Model | None) -> None:
    """Read with another model from now on, or with none: for fitting and measuring only."""
    _used[:] = [model]


def use_stored() -> None:
    """Read with the package's own model again."""
    _used.clear()


def corrected(wording: Wording, ruled: Mapping[int, Stage]) -> dict[Stage, Stage]:
    """For stages that the rules gave to columns (by index) the likelier ones; without those that stay."""
    model = _used[0] if _used else stored()
    if model is None or not ruled:
        return {}
    shared = set(of_table(wording))
    told: defaultdict[Stage, list[dict[str, float]]] = defaultdict(list)
    for column in wording.columns:
        if column.index in ruled:
            stage = ruled[column.index]
            told[stage].append(chances(model, shared.union(of_column(column, stage))))
    found = {stage: likeliest(each) for stage, each in told.items()}
    return {stage: Stage(best) for stage, (best, chance) in found.items() if best != stage and chance >= LIKELY}


def likeliest(told: Sequence[Mapping[str, float]]) -> tuple[str, float]:
    """The label with the best mean odds, and its share among all."""
    means = {label: sum(math.log(each[label] + LEAST) for each in told) / len(told) for label in told[0]}
    best = max(means, key=means.__getitem__)
    return best, 1 / sum(math.exp(mean - means[best]) for mean in means.values())


def chances(model: Model, features: Iterable[str]) -> dict[str, float]:
    """Softmax of the only head."""
    import numpy as np

    values = model.sum(features) + model.bias
    powers = np.exp(values - values.max()).tolist()
    whole = sum(powers)
    return {label: power / whole for label, power in zip(model.labels[0], powers, strict=True)}
