"""The tables' second reader corrects whole columns' stages, never single cells, and only where it is likelier."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from report_miner.extract import table_opinion
from report_miner.extract.second_opinion import Model, make_model
from report_miner.extract.table_columns import Column
from report_miner.extract.table_opinion import LIKELY, Wording, corrected, likeliest
from report_miner.model import Claims, Document, Medium, Stage, Via
from report_miner.pipeline import mine

LABELS = tuple(map(str, Stage))
TABLE = """凤县2023年绩效目标审核情况通报

各股室审核结果如下，退回的已全部整改到位。
股室\t编报项目（个）\t一次通过（个）\t退回修改（个）
农业股\t62\t51\t11
教科股\t88\t70\t18
合计\t150\t121\t29
"""


@pytest.fixture
def switched() -> Iterator[None]:
    yield
    table_opinion.use_stored()


def model(**weights: float) -> Model:
    """A model that knows the first two signs of the title alone."""
    row = np.array([[weights.get(label, 0.0) for label in LABELS]], np.float32)
    return make_model(["T:绩效"], row, np.zeros(len(LABELS), np.float32), [LABELS])


def wording() -> Wording:
    columns = tuple(Column(at, (word,), (), numeric=at > 0) for at, word in enumerate(("股室", "编报项目", "退回修改")))
    return Wording(("绩效目标审核情况",), "", columns, 1, frozenset())


@pytest.mark.usefixtures("switched")
def test_columns_of_one_stage_move_together() -> None:
    table_opinion.use(model(target=9.0))
    assert corrected(wording(), {1: Stage.APPLICATION, 2: Stage.APPLICATION}) == {Stage.APPLICATION: Stage.TARGET}


@pytest.mark.usefixtures("switched")
def test_an_unsure_model_corrects_nothing() -> None:
    table_opinion.use(model(target=1.0))
    assert corrected(wording(), {1: Stage.APPLICATION}) == {}
    table_opinion.use(None)
    assert corrected(wording(), {1: Stage.APPLICATION}) == {}


def test_likelihoods_of_several_columns_are_averaged() -> None:
    best, chance = likeliest([{"a": 0.9, "b": 0.1}, {"a": 0.4, "b": 0.6}])
    assert best == "a"
    assert LIKELY < chance < 0.9


def test_the_stored_model_knows_every_stage() -> None:
    assert table_opinion.stored().labels == (LABELS,)


def test_a_word_in_the_lead_does_not_turn_a_table() -> None:
    """整改到位 in the sentence before says what became of a few; the table is of targets."""
    claims = Claims("凤县", "2023", Via.MANIFEST, Via.MANIFEST)
    read = mine(Document("t.txt", "0" * 64, Medium.TXT, TABLE, claims=claims)).figures
    assert len(read) == 9
    assert {figure.labels.stage for figure in read} == {Stage.TARGET}
