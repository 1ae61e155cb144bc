"""The second reader: weighs wording, decides with the rules, never without a model, always the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from report_miner.extract import second_opinion as so
from report_miner.extract.reading import Reading
from report_miner.extract.second_opinion import HEADS, Model, Opinion, SecondReader, make_model
from report_miner.extract.stages import StageReading
from report_miner.model import Claims, Document, Measure, Medium, Mined, Outcome, QuantityKind, Stage, Via
from report_miner.pipeline import mine

TEXT = "某县2023年工作总结\n\n（一）绩效评价。对12个项目开展财政重点评价，涉及资金3.2亿元，评为“优”的4个、“良”的8个。"
LABELS = (tuple(map(str, Stage)), tuple(map(str, Measure)), tuple(map(str, Outcome)))


def mined(text: str = TEXT) -> Mined:
    claims = Claims("陈仓区", "2023", Via.MANIFEST, Via.MANIFEST)
    return mine(Document("t.txt", "0" * 64, Medium.TXT, text, claims=claims))


@pytest.fixture
def switched() -> Iterator[None]:
    """Whatever model a test reads with, the next one reads with the package's own."""
    yield
    so.use_stored()


def blank(**weights: float) -> Model:
    """A model that knows one feature, ``k=count``, and gives it the weights named by label."""
    columns = [label for head in LABELS for label in head]
    row = np.zeros((1, len(columns)), np.float32)
    for label, weight in weights.items():
        row[0, columns.index(label)] = weight
    return make_model(["k=count"], row, np.zeros(len(columns), np.float32), LABELS)


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


@pytest.mark.usefixtures("switched")
def test_without_a_model_the_rules_decide_alone() -> None:
    so.use(None)
    stages = {figure.labels.stage for figure in mined().figures}
    assert stages == {Stage.EVALUATION}


@pytest.mark.usefixtures("switched")
def test_an_indifferent_model_changes_no_label() -> None:
    so.use(None)
    alone = [figure.labels for figure in mined().figures]
    so.use(blank())
    assert [figure.labels for figure in mined().figures] == alone


@pytest.mark.usefixtures("switched")
def test_a_sure_model_decides_where_no_rule_speaks_and_says_so() -> None:
    so.use(blank(capacity=60.0))
    labels = mined("某县2023年工作总结\n\n共有12个。").figures[0].labels
    assert (labels.stage, labels.runner_up) == (Stage.CAPACITY, "other")


@pytest.mark.usefixtures("switched")
def test_a_clear_rule_stands_against_any_wording() -> None:
    so.use(blank(capacity=60.0))
    assert {figure.labels.stage for figure in mined().figures} == {Stage.EVALUATION}


def opinion(**stages: float) -> Opinion:
    rest = (1 - sum(stages.values())) / (len(LABELS[0]) - len(stages))
    return Opinion(
        {stage: stages.get(stage, rest) for stage in LABELS[0]},
        dict.fromkeys(LABELS[1], 1 / len(LABELS[1])),
        dict.fromkeys(LABELS[2], 1 / len(LABELS[2])),
    )


def ruled(**votes: float) -> StageReading:
    ranked = sorted(votes.items(), key=lambda vote: -vote[1])
    return StageReading(Stage(ranked[0][0]), Via.STATED, "rule", votes=tuple(ranked))


def test_odds_of_votes_and_wording_are_weighed_together() -> None:
    """A close vote gives way to a sure wording, a clear vote does not."""
    close, clear = ruled(review=2.2, evaluation=2.0), ruled(review=3.4, evaluation=1.0)
    against = opinion(evaluation=0.9, review=0.02)
    weighed = so.weighed([close, clear], [against, against], [0, 7])
    assert [reading.stage for reading in weighed] == [Stage.EVALUATION, Stage.REVIEW]
    assert (weighed[0].rule, weighed[0].runner_up) == (so.SECOND, "review")


def test_figures_of_one_piece_of_work_stay_together() -> None:
    """One doubtful figure does not leave its round (``审核项目572个，送审2.9亿元``); a ；parts rounds."""
    close, clear = ruled(review=2.2, evaluation=2.0), ruled(review=3.4, evaluation=1.0)
    against, beside = opinion(evaluation=0.9, review=0.02), opinion(evaluation=0.5, review=0.4)
    together = so.weighed([close, clear, clear], [against, beside, beside], [0, 0, 0])
    assert [reading.stage for reading in together] == [Stage.REVIEW] * 3
    apart = so.weighed([close, clear, clear], [against, beside, beside], [0, 7, 7])
    assert [reading.stage for reading in apart] == [Stage.EVALUATION, Stage.REVIEW, Stage.REVIEW]


@pytest.mark.parametrize(("margin", "kept"), [(0.95, True), (0.5, False)])
def test_only_a_loose_measure_is_overruled(margin: float, kept: bool) -> None:
    """The noun beside the number (margin 0.95) stands, whatever the wording is like."""
    likely = {measure: 0.96 if measure == "project_count" else 0.0005 for measure in LABELS[1]}
    sure = Opinion(dict.fromkeys(LABELS[0], 0.1), likely, dict.fromkeys(LABELS[2], 0.1))
    read = so.remeasured([Reading(Measure.COUNTY_COUNT, "noun.county", margin=margin)], [sure], [QuantityKind.COUNT])
    assert read[0].measure is (Measure.COUNTY_COUNT if kept else Measure.PROJECT_COUNT)


@pytest.mark.parametrize(("chance", "judged"), [(0.9, Outcome.CUT), (0.55, Outcome.FAIR)])
def test_only_a_sure_outcome_replaces_that_of_the_rules(chance: float, judged: Outcome) -> None:
    """``对“中”等项目核减…``: cut or fair, a guess of hardly more than half does not decide it."""
    rest = (1 - chance) / (len(LABELS[2]) - 1)
    likely = {outcome: chance if outcome == "cut" else rest for outcome in LABELS[2]}
    wording = Opinion(dict.fromkeys(LABELS[0], 0.1), dict.fromkeys(LABELS[1], 0.1), likely)
    assert so.judged([Outcome.FAIR], [wording]) == [judged]
    assert so.judged([Outcome.FAIR], [None]) == [Outcome.FAIR]


def test_the_second_reader_is_told_what_the_rules_said() -> None:
    """Stacking: without these signs it would have to guess what the word lists know."""
    signs = so.said_by_rules(Reading(Measure.PROJECT_COUNT, "noun.project", margin=0.95), Outcome.GOOD, Stage.REVIEW)
    assert all(sign.startswith(so.RULED) for sign in signs)
    assert {"R:mproject_count|beside", "R:ogood", "R:soreview|good"} <= set(signs)


@pytest.mark.parametrize("kind", [QuantityKind.MONEY, QuantityKind.POINTS, QuantityKind.SCORE])
def test_wording_gives_no_number_a_measure_of_another_kind(kind: QuantityKind) -> None:
    """Money is never a count of projects, and what a unit says alone (百分点, 分) is not weighed at all."""
    likely = {measure: 0.96 if measure == "project_count" else 0.0005 for measure in LABELS[1]}
    sure = Opinion(dict.fromkeys(LABELS[0], 0.1), likely, dict.fromkeys(LABELS[2], 0.1))
    read = so.remeasured([Reading(Measure.AMOUNT_INVOLVED, "default.money", margin=0.3)], [sure], [kind])
    assert read[0].measure is not Measure.PROJECT_COUNT
