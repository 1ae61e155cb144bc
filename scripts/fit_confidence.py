"""Fits the weights of ``report_miner.extract.confidence`` on the labelled passages open to tuning.

Logistic regression with a small ridge, by Newton's steps; prints the weights to put into ``WEIGHTS`` and what a
five-fold cross-validation, whole series at a time, says of figures above 0.9.

usage: fit_confidence.py
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import fit_opinion
import numpy as np
from numpy.typing import NDArray

from report_miner import scoring
from report_miner.extract import confidence as model
from report_miner.extract import sentence_reader
from report_miner.extract.network_signs import Ruled
from report_miner.extract.second_opinion import Opinion
from report_miner.extract.sentence_reader import SentenceReader
from report_miner.extract.stages import Background
from report_miner.scoring.calibration import SURE

CHALLENGE = Path(__file__).resolve().parent.parent / "corpus" / "challenge.jsonl"
RIDGE = 2.0
APART = CHALLENGE.parent.parent / "outputs" / "opinions_apart.pkl"
FOLDS = fit_opinion.FOLDS
Matrix = NDArray[np.float64]


def collect() -> tuple[list[dict[str, float]], list[bool], list[int]]:
    """Signs, truth and fold of every figure read in the open passages; of each the jury says what readers fitted
    without its series said (``fit_network.py`` writes that down)."""
    signs: list[dict[str, float]] = []
    truth: list[bool] = []
    numbers: list[int] = []
    seen: dict[tuple[int, int], dict[str, float]] = {}
    apart: dict[tuple[str, int, int], Opinion] = pickle.loads(APART.read_bytes())
    name = [""]

    def recording(evidence: model.Evidence) -> float:
        span = evidence.quantity.span
        seen[(span.start, span.end)] = model.signs(evidence)
        return 0.5

    def recalled(
        self: SentenceReader, around: Background, wanted: Sequence[bool], rules: Sequence[Ruled]
    ) -> list[Opinion | None]:
        spans = [quantity.span for quantity in self.scene.quantities]
        known = [apart.get((name[0], span.start, span.end)) for span in spans]
        return [opinion if asked else None for opinion, asked in zip(known, wanted, strict=True)]

    sentence_reader.confidence = recording  # type: ignore[attr-defined]
    SentenceReader._opinions = recalled  # type: ignore[method-assign]
    passages = scoring.read_challenge(CHALLENGE, held_back=False)
    series = sorted({fit_opinion.series(passage.id) for passage in passages})
    for passage in passages:
        seen.clear()
        name[0] = passage.id
        with closing(scoring.mine_challenge([passage])) as connection:
            read = scoring.read_figures(connection, passage.figures, {})
        for match in scoring.compare(passage.figures, read).matches:
            known = seen.get((match.read.span.start, match.read.span.end)) if match.read is not None else None
            if known is not None:
                signs.append(known)
                truth.append(match.strict)
                numbers.append(series.index(fit_opinion.series(passage.id)) % FOLDS)
    return signs, truth, numbers


def fit(signs: Matrix, truth: Matrix) -> Matrix:
    """Weights, the intercept first."""
    weights = np.zeros(signs.shape[1])
    ridge = RIDGE * np.eye(signs.shape[1])
    ridge[0, 0] = 1e-6
    for _ in range(50):
        known = 1 / (1 + np.exp(-signs @ weights))
        curve = (signs * (known * (1 - known) + 1e-6)[:, None]).T @ signs + ridge
        step = np.linalg.solve(curve, signs.T @ (truth - known) - ridge @ weights)
        weights += step
        if float(np.abs(step).max()) < 1e-7:
            break
    return weights


def matrix(signs: list[dict[str, float]], names: Mapping[str, float]) -> Matrix:
    return np.array([[1.0, *(each[name] for name in names)] for each in signs])


def main() -> None:
    signs, told, folded = collect()
    rows, truth, folds = matrix(signs, model.WEIGHTS), np.array(told, float), np.array(folded)
    guessed = np.zeros(len(truth))
    for fold in range(FOLDS):
        weights = fit(rows[folds != fold], truth[folds != fold])
        guessed[folds == fold] = 1 / (1 + np.exp(-rows[folds == fold] @ weights))
    sure = guessed > SURE
    print(
        f"{len(truth)} figures, {truth.mean():.3f} right; {sure.mean():.3f} above 0.9, {truth[sure].mean():.3f} right"
    )
    weights = fit(rows, truth)
    print(f"INTERCEPT = {weights[0]:.2f}")
    for name, weight in zip(model.WEIGHTS, weights[1:], strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
