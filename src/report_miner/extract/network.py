"""A third reader: a small neural network that reads a sentence sign by sign, its figures together.

Where the second reader weighs pairs and triples of signs, this one learns what stands behind what: four dilated
convolutions over the signs of title, headings and sentence, attention from each figure to all signs (biased by
distance, by the figures and the breaks between), attention among the figures, three softmax heads.  It knows
no value and no name that is rare.  Reading needs numpy alone; ``scripts/fit_network.py`` fits it on ``corpus/``
alone, from scratch.
Methods: F. Yu, V. Koltun, "Multi-Scale Context Aggregation by Dilated Convolutions", ICLR 2016; A. Vaswani et al.,
"Attention Is All You Need", NeurIPS 2017; P. Shaw, J. Uszkoreit, A. Vaswani, "Self-Attention with Relative Position
Representations", NAACL 2018.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_miner.extract.network_signs import DIGITS, END, FIGURE, Signs, Told, relations, signs_of
from report_miner.extract.second_opinion import HEADS, Opinion, softmax

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

STORED = Path(__file__).with_name("network.npz")
UNKNOWN = 1
"""The row of signs that fitting saw too rarely; row 0 is for nothing at all."""
FIXED = {FIGURE: 2, END: 3, DIGITS: 4}
DILATIONS = (1, 2, 4, 8)
ATTENTIONS = 4
"""So many heads of attention."""
AMONG = 7
"""Figures up to so many apart are told from one another."""
SMALL = 1e-5


@dataclass(frozen=True, slots=True)
class Network:
    """Fitted weights by name, the rows of signs, cues and words, the labels of each head."""

    weights: Mapping[str, Matrix]
    signs: Mapping[str, int]
    tags: Mapping[str, int]
    words: Mapping[str, int]
    labels: tuple[tuple[str, ...], ...]

    def read(self, told: Told) -> list[Opinion]:
        """The opinion on each figure of a sentence."""
        signs = signs_of(told)
        hidden = self._hidden(signs, told)
        return [softmax(row, self.labels) for row in self._figures(signs, told, hidden)]

    def _hidden(self, signs: Signs, told: Told) -> Matrix:
        """One row a sign, after the convolutions."""
        import numpy as np

        weights, get = self.weights, self.signs.get
        rows = weights["char.weight"][[get(one.sign, UNKNOWN) for one in signs.signs]]
        rows = rows + weights["zone.weight"][[one.zone for one in signs.signs]]
        cues = [
            (at, row + first)
            for at, one in enumerate(signs.signs)
            for code, first in one.tags
            if (row := self.tags.get(code))
        ]
        if cues:
            places, known = zip(*cues, strict=True)
            np.add.at(rows, list(places), weights["tag.weight"][list(known)])
        for place, words in zip(signs.places, told.printed, strict=True):
            rows[place] += self._sum("word.weight", words)
        rows = self._norm(rows, "ln0")
        width = rows.shape[1]
        for layer, step in enumerate(DILATIONS):
            beside = np.zeros((len(rows) + 2 * step, width), np.float32)
            beside[step:-step] = rows
            wide = np.concatenate([beside[: -2 * step], rows, beside[2 * step :]], 1)
            rows = rows + _silu(
                self._norm(wide @ self.weights[f"taps.{layer}"] + weights[f"convs.{layer}.bias"], f"lns.{layer}")
            )
        return rows

    def _figures(self, signs: Signs, told: Told, hidden: Matrix) -> Matrix:
        """One row of values a figure, all heads side by side."""
        import numpy as np

        weights, own = self.weights, hidden[signs.places]
        bias = weights["rel.weight"][relations(signs)].sum(2).transpose(2, 0, 1)
        seen = _attend(self._line(own, "q"), self._line(hidden, "k"), self._line(hidden, "v"), bias)
        said = np.stack([self._sum("rule.weight", words) for words in told.ruled])
        rows = _silu(self._norm(self._line(np.concatenate([own, seen], 1), "join") + said, "lnf"))
        asked, keys, values = np.split(self._line(rows, "fq"), 3, axis=1)
        numbers = np.arange(len(rows))
        apart = np.clip(numbers[None] - numbers[:, None], -AMONG, AMONG) + AMONG
        among = _attend(asked, keys, values, weights["frel.weight"][apart].transpose(2, 0, 1))
        rows = self._norm(rows + self._line(among, "fo"), "lnq")
        rows = rows + _silu(self._norm(self._line(rows, "mid"), "lnm"))
        return np.concatenate([self._line(rows, f"outs.{head}") for head in range(len(HEADS))], 1)

    def _sum(self, name: str, words: Sequence[str]) -> Any:
        known = [row for word in words if (row := self.words.get(word))]
        return self.weights[name][known].sum(0)

    def _line(self, rows: Matrix, name: str) -> Matrix:
        return rows @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def _norm(self, rows: Matrix, name: str) -> Matrix:
        import numpy as np

        rows = rows - rows.mean(-1, keepdims=True)
        rows = rows / np.sqrt((rows * rows).mean(-1, keepdims=True) + SMALL)
        result: Matrix = rows * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        return result


def _attend(asked: Matrix, keys: Matrix, values: Matrix, bias: Matrix) -> Matrix:
    """Attention of several heads: rows of ``asked`` to rows of ``keys``, what ``values`` hold of them."""
    import numpy as np

    def parted(rows: Matrix) -> Matrix:
        return rows.reshape(len(rows), ATTENTIONS, -1).transpose(1, 0, 2)

    asked, keys, values = parted(asked), parted(keys), parted(values)
    scores = asked @ keys.transpose(0, 2, 1) / math.sqrt(asked.shape[-1]) + bias
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    shares = powers / powers.sum(-1, keepdims=True)
    result: Matrix = (shares @ values).transpose(1, 0, 2).reshape(asked.shape[1], -1)
    return result


def _silu(rows: Matrix) -> Matrix:
    import numpy as np

    result: Matrix = rows / (1 + np.exp(-rows))
    return result


def make_network(weights: Mapping[str, Any], known: Mapping[str, Any]) -> Network:
    """A network from its weights by name and what they were fitted with (signs, tags, words, labels)."""
    import numpy as np

    whole = {name: np.asarray(values, np.float32) for name, values in weights.items()}
    for layer in range(len(DILATIONS)):
        # The three taps of a convolution side by side: one matrix product a layer.
        taps = whole.pop(f"convs.{layer}.weight").transpose(2, 1, 0)
        whole[f"taps.{layer}"] = np.ascontiguousarray(taps.reshape(-1, taps.shape[-1]))
    labels = tuple(tuple(head) for head in known["labels"])
    return Network(whole, {**known["signs"], **FIXED}, known["tags"], known["words"], labels)


@lru_cache(maxsize=1)
def stored() -> tuple[Network, Mapping[str, Any]]:
    """The fitted network of the package, and what was stored with it."""
    import numpy as np

    with np.load(STORED) as file:
        known = json.loads(str(file["known"]))
        return make_network({name: file[name] for name in file.files if name != "known"}, known), known
