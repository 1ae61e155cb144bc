"""The second reader: weighs wording as it was fitted, always the same."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from report_miner.extract import second_opinion as so
from report_miner.extract.reading import Reading
from report_miner.extract.second_opinion import HEADS, Opinion, SecondReader
from report_miner.model import Claims, Document, Measure, Medium, Mined, Outcome, Stage, Via
from report_miner.pipeline import mine

TEXT = "某县2023年工作总结\n\n（一）绩效评价。对12个项目开展财政重点评价，涉及资金3.2亿元，评为“优”的4个、“良”的8个。"
LABELS = (tuple(map(str, Stage)), tuple(map(str, Measure)), tuple(map(str, Outcome)))


def mined(text: str = TEXT) -> Mined:
    claims = Claims("陈仓区", "2023", Via.MANIFEST, Via.MANIFEST)
    return mine(Document("t.txt", "0" * 64, Medium.TXT, text, claims=claims))


def test_the_stored_model_knows_every_code() -> None:
    """A code added to the guide without a new fit would end in a KeyError on some office's machine."""
    assert so.stored().labels == LABELS
    assert len(HEADS) == len(LABELS)
    assert so.stored().weights.shape == (len(so.stored().rows), sum(map(len, LABELS)))


def test_reading_weighs_the_features_that_fitting_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading sums shared, clause and own features apart; together they must be what the model was fitted on."""
    compared = []
    read = SecondReader.read

    def checked(self: SecondReader, index: int, ruled: Sequence[str]) -> Opinion:
        opinion = read(self, index, ruled)
        whole = self.model.opinion(self.model.sum([*self.features(index), *ruled]))
        compared.append(max(abs(opinion.stage[stage] - whole.stage[stage]) for stage in opinion.stage))
        return opinion

    monkeypatch.setattr(SecondReader, "read", checked)
    mined()
    assert len(compared) == 4
    assert max(compared) < 1e-4


def test_reading_twice_gives_the_same() -> None:
    assert [figure.confidence for figure in mined().figures] == [figure.confidence for figure in mined().figures]


def test_the_second_reader_is_told_what_the_rules_said() -> None:
    """Stacking: without these signs it would have to guess what the word lists know."""
    signs = so.said_by_rules(Reading(Measure.PROJECT_COUNT, "noun.project", margin=0.95), Outcome.GOOD, Stage.REVIEW)
    assert all(sign.startswith(so.RULED) for sign in signs)
    assert {"R:mproject_count|beside", "R:ogood", "R:soreview|good"} <= set(signs)
