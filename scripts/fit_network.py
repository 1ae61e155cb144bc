"""Fits the network (``report_miner.extract.network``) and the jury's weights on the labelled text of ``corpus/``.

In a five-fold cross-validation, whole series at a time, second reader and network are fitted on the other folds; the
weights of the jury are fitted on what both say of the fold left out.  Prints how often rules, either reader and the
jury are right there, writes these opinions to ``outputs/opinions_apart.pkl`` (for ``fit_confidence.py``), then fits the
network on everything and writes ``network.npz``.  Needs scikit-learn and torch (``pip install -e .[fit]``) and half an
hour on four cores.

usage: fit_network.py
"""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from fit_opinion import FAR, LABELS, Example, Seen, folds, group, nearest, texts
from network_torch import Known, Lesson, known_of, train

from report_miner import scoring
from report_miner.extract import jury
from report_miner.extract.jury import FLOOR, Weights, votes_of
from report_miner.extract.network import STORED, Network, make_network
from report_miner.extract.network_signs import Ruled, Told, tell
from report_miner.extract.second_opinion import HEADS, Model, Opinion, SecondReader, said_by_rules
from report_miner.extract.sentence_reader import SentenceReader
from report_miner.extract.stages import Background
from report_miner.model import Mined

APART = Path(__file__).resolve().parent.parent / "outputs" / "opinions_apart.pkl"
SEED = 5
START, RIDGE, STEPS = 0.3, 1e-3, 60
HOPELESS = -40.0
LOUDER = 6.0
"""So much more the rules' stage counts than the corpus alone would have it.

Its passages are harder than reports: on the labels of real reports 6 is 1.1 points better than 3, on the passages
held back 0.1 worse.
"""
Place = tuple[str, int, int]
"""Passage and span of a figure."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence as the readers meet it: what the network is told, for each figure its span, what the rules said of it
    and what the second reader sees; ``accepted`` where it is labelled."""

    name: str
    told: Told
    spans: tuple[tuple[int, int], ...]
    rules: tuple[Ruled, ...]
    features: tuple[tuple[str, ...], ...]
    accepted: tuple[tuple[tuple[str, ...], ...] | None, ...] = ()
    group: str = ""


def blank() -> Model:
    from fit_opinion import blank as made

    return made()


@contextmanager
def listening(name: list[str]) -> Iterator[list[Heard]]:
    """Collect what the readers would be told of every sentence; rules alone decide meanwhile."""
    heard: list[Heard] = []
    opinions = SentenceReader._opinions

    def recorded(
        self: SentenceReader, around: Background, wanted: Sequence[bool], rules: Sequence[Ruled]
    ) -> list[Opinion | None]:
        if any(wanted):
            second = SecondReader(blank(), self.scene, around, self.topic, self.earlier_stage)
            told = tell(self.scene, around, self.topic, self.earlier_stage, rules, self.setting.at_large)
            features = tuple(
                (*second.features(at), *said_by_rules(rule.reading, rule.outcome, rule.stage.stage))
                for at, rule in enumerate(rules)
            )
            spans = tuple((one.span.start, one.span.end) for one in self.scene.quantities)
            heard.append(Heard(name[0], told, spans, tuple(rules), features))
        return opinions(self, around, wanted, rules)

    jury.use(None)
    SentenceReader._opinions = recorded  # type: ignore[method-assign]
    try:
        yield heard
    finally:
        SentenceReader._opinions = opinions  # type: ignore[method-assign]
        jury.use_stored()


def collect() -> list[Heard]:
    """All sentences open to fitting that hold a labelled figure."""
    found: list[Heard] = []
    name = [""]
    with listening(name) as heard:
        for text in texts():
            heard.clear()
            name[0] = text.name
            found += _labelled(heard, text.gold, text.mined(), text.name, text.together)
    return found


def _labelled(
    heard: Sequence[Heard], gold: Sequence[scoring.GoldFigure], mined: Mined, name: str, together: int
) -> Iterator[Heard]:
    read = {(figure.quantity.span.start, figure.quantity.span.end) for figure in mined.figures}
    known = {
        (figure.span.start, figure.span.end): (tuple(tuple(figure.answers[head]) for head in HEADS), at)
        for at, figure in enumerate(gold)
        if (figure.span.start, figure.span.end) in read
    }
    for one in heard:
        accepted = tuple(known[span][0] if span in known else None for span in one.spans)
        places = [known[span][1] for span in one.spans if span in known]
        if places:
            yield replace(one, accepted=accepted, group=group(name, places[0] // together))


def examples_of(heard: Sequence[Heard]) -> list[Example]:
    """The second reader's examples of the same figures."""
    found = []
    for number, one in enumerate(heard):
        for rule, features, accepted in zip(one.rules, one.features, one.accepted, strict=True):
            if accepted is not None:
                said = (str(rule.stage.stage), str(rule.reading.measure), str(rule.outcome))
                chosen = [nearest(answers, word) for answers, word in zip(accepted, said, strict=True)]
                seen = Seen(features, rule.stage, number * FAR)
                found.append(Example(seen, (chosen[0], chosen[1], chosen[2]), accepted[0], one.group))
    return found


def lessons_of(heard: Sequence[Heard]) -> list[Lesson]:
    return [Lesson(one.told, one.accepted) for one in heard]


def fitted(heard: Sequence[Heard], seed: int, threads: int = 1) -> tuple[Known, dict[str, np.ndarray]]:
    """What a network was fitted with, and its weights as they are stored."""
    torch.set_num_threads(threads)
    lessons = lessons_of(heard)
    known = known_of(lessons, LABELS)
    net = train(lessons, known, seed)
    return known, {name: values.numpy().astype(np.float16) for name, values in net.state_dict().items()}


def network_of(known: Known, weights: dict[str, np.ndarray]) -> Network:
    told = {"signs": known.signs, "tags": known.tags, "words": known.words, "labels": known.labels}
    return make_network(weights, told)


def apart(heard: Sequence[Heard]) -> tuple[dict[Place, Opinion], dict[Place, Opinion]]:
    """What second readers and networks fitted on the other folds say of each figure."""
    examples = examples_of(heard)
    parts = [(names, model) for names, model in folds(examples)]
    wording: dict[Place, Opinion] = {}
    read: dict[Place, Opinion] = {}
    others = [[one for one in heard if one.group not in names] for names, _ in parts]
    with multiprocessing.get_context("fork").Pool(len(parts)) as pool:
        nets = pool.starmap(fitted, [(rest, SEED + fold) for fold, rest in enumerate(others)], chunksize=1)
    for (names, model), (known, weights) in zip(parts, nets, strict=True):
        network = network_of(known, weights)
        for one in heard:
            if one.group in names:
                for span, features, opinion in zip(one.spans, one.features, network.read(one.told), strict=True):
                    wording[one.name, *span] = model.opinion(model.sum(set(features)))
                    read[one.name, *span] = opinion
    return wording, read


def pooled(heard: Sequence[Heard], wording: dict[Place, Opinion], read: dict[Place, Opinion]) -> list[Weights]:
    """The jury's weights: those under which the accepted labels are likeliest."""
    found = []
    for head, labels in enumerate(LABELS):
        rows, targets = [], []
        for one in heard:
            for span, rule, accepted in zip(one.spans, one.rules, one.accepted, strict=True):
                if accepted is None:
                    continue
                votes = votes_of(rule)[head]
                first, second = wording[one.name, *span][head], read[one.name, *span][head]
                rows.append([
                    [
                        np.log(first[label] + FLOOR), np.log(second[label] + FLOOR), label == votes.chosen,
                        votes.voices.get(label, 0.0),
                    ]
                    for label in labels
                ])  # fmt: skip
                targets.append([label in accepted[head] for label in labels])
        signs, target = torch.tensor(np.array(rows, float)), torch.tensor(np.array(targets))
        weights = torch.full((4,), START, dtype=torch.double, requires_grad=True)
        optimizer = torch.optim.LBFGS([weights], max_iter=STEPS)

        def loss(signs=signs, target=target, weights=weights, optimizer=optimizer):  # type: ignore[no-untyped-def]
            optimizer.zero_grad()
            chances = (signs @ weights).log_softmax(-1)
            right = torch.where(target, chances, HOPELESS).logsumexp(-1)
            value = -right.mean() + RIDGE * (weights * weights).sum()
            value.backward()
            return value

        optimizer.step(loss)
        first, second, chosen, voted = (float(weight) for weight in weights.detach())
        loud = LOUDER if HEADS[head] == "stage" else 1.0
        found.append(Weights(*(round(weight, 3) for weight in (first, second, chosen * loud, voted * loud))))
    return found


def report(heard: Sequence[Heard], sources: dict[str, dict[Place, Opinion]]) -> None:
    """Print how often the likeliest label of each head, and all three, are accepted."""
    right: defaultdict[str, list[list[bool]]] = defaultdict(list)
    for one in heard:
        for span, rule, accepted in zip(one.spans, one.rules, one.accepted, strict=True):
            if accepted is None:
                continue
            right["rules"].append(
                [votes.chosen in answers for votes, answers in zip(votes_of(rule), accepted, strict=True)]
            )
            for name, opinions in sources.items():
                heads = opinions[one.name, *span]
                best = [max(head, key=head.__getitem__) for head in heads]
                right[name].append([label in answers for label, answers in zip(best, accepted, strict=True)])
    for name, told in right.items():
        table = np.array(told)
        shares = ", ".join(f"{head} {share:.4f}" for head, share in zip(HEADS, table.mean(0), strict=True))
        print(f"{name}: {shares}, all {table.all(1).mean():.4f}", flush=True)


def main() -> None:
    heard = collect()
    print(
        f"{sum(one is not None for each in heard for one in each.accepted)} figures, {len(heard)} sentences", flush=True
    )
    wording, read = apart(heard)
    weights = pooled(heard, wording, read)
    judged = {
        (one.name, *span): jury.pooled(weights, rule, wording[one.name, *span], read[one.name, *span])
        for one in heard
        for span, rule in zip(one.spans, one.rules, strict=True)
    }
    report(heard, {"second reader": wording, "network": read, "jury": judged})
    APART.write_bytes(pickle.dumps(judged))
    print("\n".join(f"{head}: {each}" for head, each in zip(HEADS, weights, strict=True)), flush=True)
    known, values = fitted(heard, SEED, os.cpu_count() or 1)
    stored = {
        "signs": known.signs,
        "tags": known.tags,
        "words": known.words,
        "labels": LABELS,
        "jury": [list(one) for one in weights],
    }
    np.savez_compressed(STORED, known=np.array(json.dumps(stored, ensure_ascii=False)), **values)
    print(f"{sum(map(np.size, values.values()))} weights, {STORED.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
