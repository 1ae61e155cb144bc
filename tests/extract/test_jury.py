"""The jury: rules, second reader and network weighed together; nothing decided where it is switched off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from report_miner.extract import jury
from report_miner.extract.jury import Jury, Weights, judged, remeasured, staged, votes_of
from report_miner.extract.network_signs import Ruled
from report_miner.extract.reading import Reading
from report_miner.extract.second_opinion import Opinion
from report_miner.extract.stages import StageReading
from report_miner.model import Measure, Outcome, QuantityKind, Stage, Via

from .report import figures

LABELS = (tuple(map(str, Stage)), tuple(map(str, Measure)), tuple(map(str, Outcome)))
TEXT = "对12个项目开展财政重点评价，涉及资金3.2亿元，评为“优”的4个、“良”的8个。"


def opinion(stage: str = "", measure: str = "", outcome: str | None = None, chance: float = 0.9) -> Opinion:
    """Gives ``chance`` to each label named, the rest to the others evenly; without a name all get the same."""

    def head(labels: tuple[str, ...], best: str | None) -> dict[str, float]:
        if best not in labels:
            return dict.fromkeys(labels, 1 / len(labels))
        rest = (1 - chance) / (len(labels) - 1)
        return {label: chance if label == best else rest for label in labels}

    return Opinion(head(LABELS[0], stage), head(LABELS[1], measure), head(LABELS[2], outcome))


def ruled(margin: float = 0.5, **votes: float) -> Ruled:
    ranked = sorted(votes.items(), key=lambda vote: -vote[1])
    stage = StageReading(Stage(ranked[0][0]), Via.STATED, "rule", votes=tuple(ranked))
    return Ruled(Reading(Measure.PROJECT_COUNT, "noun.project", margin=margin), Outcome.NONE, stage)


def weighing(**weights: float) -> Jury:
    each = Weights(**{**dict.fromkeys(Weights._fields, 0.0), **weights})
    fitted = jury.stored()
    return Jury(fitted.wording, fitted.network, (each, each, each))


@pytest.fixture
def switched_off() -> Iterator[None]:
    jury.use(None)
    yield
    jury.use_stored()


def test_both_readers_count_by_their_weights() -> None:
    one, other = opinion(stage="review"), opinion(stage="evaluation", chance=0.6)
    assert best(weighing(wording=1.0, network=0.2).weigh(ruled(target=1.0), one, other)) == "review"
    assert best(weighing(wording=0.2, network=1.0).weigh(ruled(target=1.0), one, other)) == "evaluation"


def test_votes_and_choice_of_the_rules_count() -> None:
    """A close vote gives way to a sure reading, a clear vote does not."""
    sure, even = opinion(stage="evaluation"), opinion()
    judge = weighing(wording=1.0, voted=2.0)
    assert best(judge.weigh(ruled(review=2.2, evaluation=2.0), sure, even)) == "evaluation"
    assert best(judge.weigh(ruled(review=5.0, evaluation=1.0), sure, even)) == "review"
    assert best(weighing(chosen=1.0).weigh(ruled(review=0.1), sure, even)) == "review"


def best(pooled: Opinion) -> str:
    return max(pooled.stage, key=pooled.stage.__getitem__)


def test_what_is_pooled_is_a_probability() -> None:
    pooled = jury.stored().weigh(ruled(review=2.0), opinion(stage="review"), opinion(stage="target"))
    assert [round(sum(head.values()), 6) for head in pooled] == [1.0, 1.0, 1.0]


def test_a_word_beside_its_number_votes_for_its_measure() -> None:
    assert votes_of(ruled(margin=0.95, review=1.0))[1].voices == {"project_count": 1.0}
    assert votes_of(ruled(margin=0.7, review=1.0))[1].voices == {}


def test_another_stage_says_what_the_rules_had_said() -> None:
    read = staged([ruled(review=2.0).stage], [opinion(stage="evaluation")])[0]
    assert (read.stage, read.rule, read.runner_up) == (Stage.EVALUATION, jury.SECOND, "review")
    kept = ruled(review=2.0).stage
    assert staged([kept, kept], [None, opinion(stage="review")]) == [kept, kept]


@pytest.mark.parametrize(("margin", "chance", "kept"), [(0.95, 0.6, True), (0.95, 0.9, False), (0.5, 0.6, False)])
def test_a_word_beside_its_number_gives_way_to_a_sure_jury_alone(margin: float, chance: float, kept: bool) -> None:
    known = Reading(Measure.COUNTY_COUNT, "noun.county", margin=margin)
    read = remeasured([known], [opinion(measure="project_count", chance=chance)], [QuantityKind.COUNT])
    assert read[0].measure is (Measure.COUNTY_COUNT if kept else Measure.PROJECT_COUNT)


@pytest.mark.parametrize("kind", [QuantityKind.MONEY, QuantityKind.POINTS, QuantityKind.SCORE])
def test_no_number_gets_a_measure_of_another_kind(kind: QuantityKind) -> None:
    """Money is never a count of projects, and what a unit says alone (百分点, 分) is not weighed at all."""
    known = Reading(Measure.AMOUNT_INVOLVED, "default.money", margin=0.3)
    read = remeasured([known], [opinion(measure="project_count")], [kind])
    assert read[0].measure is not Measure.PROJECT_COUNT


def test_the_likeliest_outcome_is_taken() -> None:
    assert judged([Outcome.FAIR, Outcome.FAIR], [opinion(outcome="cut"), None]) == [Outcome.CUT, Outcome.FAIR]


@pytest.mark.parametrize(("chance", "left"), [(0.9, Outcome.FAIR), (0.97, Outcome.NONE)])
def test_a_told_result_gives_way_to_none_only_where_the_jury_is_all_but_certain(chance: float, left: Outcome) -> None:
    assert judged([Outcome.FAIR], [opinion(outcome="", chance=chance)]) == [left]


def test_projects_and_their_targets_stay_as_the_word_beside_them_says() -> None:
    known = Reading(Measure.PROJECT_COUNT, "noun.project", margin=0.95)
    read = remeasured([known], [opinion(measure="target_count", chance=0.9)], [QuantityKind.COUNT])
    assert read[0].measure is Measure.PROJECT_COUNT


@pytest.mark.usefixtures("switched_off")
def test_without_a_jury_the_rules_decide_alone() -> None:
    rules = {figure.labels.rule for figure in figures(TEXT).values()}
    assert {figure.labels.stage for figure in figures(TEXT).values()} == {Stage.EVALUATION}
    assert jury.REMEASURED not in rules


def test_the_jury_of_the_package_agrees_with_plain_words() -> None:
    """A fit gone wrong would turn the plainest sentence of the genre."""
    read = figures(TEXT)
    assert {figure.labels.stage for figure in read.values()} == {Stage.EVALUATION}
    assert [read[raw].labels.outcome for raw in ("12个", "4个", "8个")] == ["", "excellent", "good"]
    assert read["3.2亿元"].labels.measure == "amount_involved"


def test_a_reward_is_for_those_of_a_grade() -> None:
    """Money outside the chain by its word, inside it by the sentence: the stage is the jury's, the grade the rules'."""
    read = figures("按绩效考核结果，对优秀等次的乡镇奖励工作经费45万元。")["45万元"]
    assert (read.labels.stage, read.labels.outcome) == (Stage.APPLICATION, Outcome.EXCELLENT)
