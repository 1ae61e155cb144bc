"""The network: what it is told of a sentence, and that reading is what was fitted."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from report_miner.extract import network
from report_miner.extract.network_signs import (
    DIGITS,
    END,
    FIGURE,
    OF_SENTENCE,
    RELATIONS,
    Tag,
    Told,
    Zone,
    relations,
    signs_of,
)
from report_miner.model import Measure, Outcome, Stage

from .report import figures

LABELS = (tuple(map(str, Stage)), tuple(map(str, Measure)), tuple(map(str, Outcome)))


def told(own: str = "评审12个，审减3亿元", figures: tuple[tuple[int, int], ...] = ((2, 5), (8, 11))) -> Told:
    title = Zone("2023年总结", ())
    cues = (Tag(0, 2, "STAGE:review"), Tag(6, 8, "MEASURE:amount_reduced"))
    printed = tuple((f"k={at}",) for at in range(len(figures)))
    return Told(title, (), (), Zone(own, cues), (5,), figures, printed, printed)


def test_values_are_not_told() -> None:
    """Whether 12 or 13 projects were reviewed says nothing of what the number means."""
    signs = signs_of(told())
    spelt = "".join(one.sign for one in signs.signs)
    assert spelt == f"{DIGITS}年总结{END}评审{FIGURE}，审减{FIGURE}"
    assert signs_of(told("评审13个，审减9亿元")) == signs


def test_cues_cover_their_signs() -> None:
    own = [one for one in signs_of(told()).signs if one.zone == OF_SENTENCE]
    assert own[0].tags == (("STAGE:review", True),)
    assert own[1].tags == (("STAGE:review", False),)
    assert own[3].tags == ()


def test_each_figure_knows_how_every_sign_lies_to_it() -> None:
    signs = signs_of(told())
    found = relations(signs)
    assert found.shape == (2, len(signs.signs), 4)
    assert found.max() < RELATIONS
    first, second = signs.places
    assert found[0, second, 0] != found[1, first, 0], "before and behind are told apart"
    assert found[0, second, 1] != found[0, first, 1], "so are figures between"
    assert len({tuple(row) for row in found[0, :4]}) == 1, "a title is as far as any other"


def test_the_stored_network_knows_every_code() -> None:
    """A code added to the guide without a new fit would end in a KeyError on some office's machine."""
    assert network.stored()[0].labels == LABELS


def test_reading_gives_probabilities_for_every_figure() -> None:
    opinions = network.stored()[0].read(told())
    assert len(opinions) == 2
    assert [round(sum(head.values()), 4) for one in opinions for head in one] == [1.0] * 6


def test_reading_twice_gives_the_same() -> None:
    reader = network.stored()[0]
    assert reader.read(told()) == reader.read(told())


def test_unknown_signs_and_words_are_no_error() -> None:
    own = "\U00020000\U0002a6df评审12个"
    strange = Told(None, (), (), Zone(own, ()), (), ((4, 7),), (("k=?",),), (("w=什么",),))
    assert len(network.stored()[0].read(strange)) == 1


def test_a_convolution_sees_both_sides_at_its_distance() -> None:
    """The taps laid side by side must be those of torch's Conv1d: before, at and behind a sign."""
    weights = {f"convs.{layer}.weight": np.zeros((2, 2, 3)) for layer in range(4)}
    weights["convs.0.weight"] = np.arange(12.0).reshape(2, 2, 3)
    known = {"signs": {}, "tags": {}, "words": {}, "labels": LABELS}
    taps = network.make_network(weights, known).weights["taps.0"]
    rows = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    wide = rows.reshape(1, 6) @ taps
    expected = [
        sum(weights["convs.0.weight"][out, i, k] * rows[k, i] for i in range(2) for k in range(3)) for out in (0, 1)
    ]
    assert wide[0] == pytest.approx(expected)


def test_a_report_reads_the_same_with_other_values() -> None:
    """Labels hang on words alone."""
    one = figures("评审项目214个，送审8.41亿元，审减0.87亿元。")
    other = figures("评审项目305个，送审9.02亿元，审减1.11亿元。")
    assert [figure.labels.measure for figure in one.values()] == [figure.labels.measure for figure in other.values()]
    assert next(iter(one.values())).quantity.value == Decimal(214)
