"""What words leave open is not accused: beside each such sentence its neighbour that still is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from report_miner.checks import check_facts
from report_miner.model import Stage, Verdict

from .story import story
from .test_places import placed


def accused(text: str, stage: Stage = Stage.EVALUATION) -> bool:
    return any(one.verdict is Verdict.FAILS for one in check_facts(story(text, stage)))


ROUNDS = {
    "a base told afterwards for another rate": (
        "财政复核核减{amount_reduced=1.85亿元}，审定{amount_approved=7.22亿元}。"
        "以首次申报{amount_submitted=10.13亿元}为准，压减率{reduction_rate=28.7%}。",
        "财政复核核减{amount_reduced=1.85亿元}，审定{amount_approved=7.22亿元}，"
        "申报{amount_submitted=10.13亿元}，压减率{reduction_rate=28.7%}。",
    ),
    "one project singled out": (
        "送审{amount_submitted=10亿元}，审定{amount_approved=9亿元}，审减率{reduction_rate=10%}。"
        "审减最多的为城东新区雨水提升泵站改造工程，审减{amount_reduced=0.3亿元}。",
        "送审{amount_submitted=10亿元}，审定{amount_approved=9亿元}，审减率{reduction_rate=10%}。"
        "按部门汇总，审减{amount_reduced=0.3亿元}。",
    ),
    "a share of all reductions": (
        "送审{amount_submitted=10.24亿元}，审减{amount_reduced=2.15亿元}，占全市审减总额的{reduction_rate=45%}。",
        "送审{amount_submitted=10.24亿元}，审减{amount_reduced=2.15亿元}，占送审总额的{reduction_rate=45%}。",
    ),
    "rates of several told in order": (
        "送审{amount_submitted=10.24亿元}，审减{amount_reduced=2.15亿元}，核减率分别为{reduction_rate=15%}。",
        "送审{amount_submitted=10.24亿元}，审减{amount_reduced=2.15亿元}，核减率为{reduction_rate=15%}。",
    ),
    "another subject behind the rate": (
        "送审{amount_submitted=10亿元}，审定{amount_approved=9亿元}，审减率{reduction_rate=10%}；"
        "绿化养护项目按定额核定，核减{amount_reduced=0.3亿元}。",
        "送审{amount_submitted=10亿元}，审定{amount_approved=9亿元}，审减率{reduction_rate=10%}；"
        "核减{amount_reduced=0.3亿元}。",
    ),
    "a zero that fills a cell": (
        "某类\t{amount_submitted=2,584.00万元}\t{amount_approved=2,348.40万元}\t{reduction_rate=9.10%}",
        "某类\t{amount_submitted=2,584.00万元}\t{amount_approved=2,348.40万元}\t{reduction_rate=9.80%}",
    ),
    "a number printed with gaps and cut at its point": (
        "送审金额3 1 7 . {amount_submitted=25万元}，"
        "审定金额{amount_approved=201.13万元}，审减金额{amount_reduced=116.12万元}。",
        "送审金额{amount_submitted=317.25万元}，"
        "审定金额{amount_approved=201.13万元}，审减金额{amount_reduced=161.12万元}。",
    ),
}


@pytest.mark.parametrize("case", ROUNDS)
def test_rounds(case: str) -> None:
    open_, shut = ROUNDS[case]
    assert not accused(open_, Stage.REVIEW)
    assert accused(shut, Stage.REVIEW)


SETS = {
    "the count of the classes themselves": (
        "“优”“良”“中”{other_count/fair=三个}等级，分别有{project_count/excellent=9个}、{project_count/good=16个}、"
        "{project_count/fair=2个}，总计{project_count=27个}。",
        "“优”“良”“中”{other_count/fair=三个}等级，分别有{project_count/excellent=9个}、{project_count/good=16个}、"
        "{project_count/fair=2个}，总计{project_count=28个}。",
    ),
    "a class in brackets behind its limit": (
        "项目{project_count=20个}：90分以上（优）{project_count/excellent=6个}，（良）{project_count/good=11个}，"
        "（中）{project_count/fair=3个}，（差）{project_count/poor=0个}。",
        "项目{project_count=20个}：90分以上（优）{project_count/excellent=8个}，（良）{project_count/good=11个}，"
        "（中）{project_count/fair=3个}，（差）{project_count/poor=0个}。",
    ),
    "what is left of several divisions": (
        "问题{issue_count=10个}：甲类{issue_count=6个}，已改{issue_count/rectified=5个}；"
        "乙类{issue_count=4个}，已改{issue_count/rectified=2个}。尚未改完的{issue_count/rectifying=3个}年内办结。",
        "问题{issue_count=9个}，已改{issue_count/rectified=4个}。尚未改完的{issue_count/rectifying=3个}年内办结。",
    ),
    "a member under another name": (
        "评估报告{report_count@B=12份}，完善后再报的最多，有{report_count=7份}；予以支持{report_count/supported=3份}、"
        "暂缓{report_count/deferred=1份}、不予支持{report_count/not_supported=1份}。",
        "评估报告{report_count=12份}，其中予以支持{report_count/supported=3份}、"
        "暂缓{report_count/deferred=1份}、不予支持{report_count/not_supported=2份}。",
    ),
    "counts without a class among the members": (
        "评估{project_count=20个}，支持{project_count/supported=9个}、完善后支持{project_count/revised=4个}；"
        "第二批相应为{project_count=5个}、{project_count=2个}，暂缓{project_count/deferred=1个}。",
        "评估{project_count=20个}，支持{project_count/supported=9个}、完善后支持{project_count/revised=4个}"
        "（其中新增{project_count=3个}），暂缓{project_count/deferred=1个}。",
    ),
    "a count told beside its share": (
        "自评优秀的占80%，计{project_count=40个}。复核后优{project_count/excellent=16个}、良{project_count/good=28个}、"
        "中{project_count/fair=6个}。",
        "自评项目共计{project_count=40个}。复核后优{project_count/excellent=16个}、良{project_count/good=28个}、"
        "中{project_count/fair=6个}。",
    ),
    "a member that was misread": (
        "评价{project_count=18个}，优{project_count/excellent=3个}，良{project_count/good=12个}，"
        "中{project_count/fair=2个}，差l个。",
        "评价{project_count=18个}，优{project_count/excellent=3个}，良{project_count/good=12个}，"
        "中{project_count/fair=2个}，无“差”。",
    ),
}


@pytest.mark.parametrize("case", SETS)
def test_sets(case: str) -> None:
    open_, shut = (text.replace("/revised", "/supported_after_revision") for text in SETS[case])
    assert not accused(open_)
    assert accused(shut)


SHARES = {
    "the rate it rose from": (
        "抽查{project_count=60个}，合格{project_count=45个}，合格率由{other_rate=71%}提高。",
        "抽查{project_count=60个}，合格{project_count=45个}，合格率为{other_rate=71%}。",
    ),
    "one figure became the other": (
        "评估项目由{project_count=5个}增至{project_count=32个}，合格率{other_rate=74%}。",
        "评估项目{project_count=48个}，合格{project_count=32个}，合格率{other_rate=74%}。",
    ),
    "a rate of those that passed beside those that did not": (
        "审核目标{project_count=90个}，退回{project_count/returned=18个}，审核通过率{other_rate=80%}。",
        "审核目标{project_count=90个}，通过{project_count=18个}，审核通过率{other_rate=80%}。",
    ),
}


@pytest.mark.parametrize("case", SHARES)
def test_shares(case: str) -> None:
    open_, shut = SHARES[case]
    assert not accused(open_, Stage.TARGET)
    assert accused(shut, Stage.TARGET)


PARTS = {
    "a bracket of examples": (
        "纳入监控的项目（含采购类{project_count=8个}、服务类{project_count=5个}）共计{project_count=90个}。",
        "纳入监控的采购类{project_count=8个}、服务类{project_count=5个}，共计{project_count=90个}。",
    ),
    "so much for each": (
        "奖励优秀单位，部门每个{amount_saved=3万元}，乡镇每个{amount_saved=5万元}，合计{amount_saved=60万元}。",
        "奖励优秀单位，部门共拨{amount_saved=3万元}，乡镇共拨{amount_saved=5万元}，合计{amount_saved=60万元}。",
    ),
}


@pytest.mark.parametrize("case", PARTS)
def test_parts(case: str) -> None:
    open_, shut = PARTS[case]
    assert not accused(open_)
    assert accused(shut)


@pytest.mark.parametrize(("joint", "wrong"), [("；市本级另有", False), ("，", True)])
def test_places_behind_what_the_total_leaves_out(joint: str, wrong: bool) -> None:
    text = (
        "全市评价{project_count=12个}，其中：宝塔区{project_count@B<A=7个}，安塞区{project_count@C<A=5个}"
        f"{joint}志丹县{{project_count@D=2个}}。"
    )
    subjects = ["延安市", "宝塔区", "安塞区", "志丹县"]
    facts = [replace(fact, stage=Stage.EVALUATION) for fact in placed(text, subjects)]
    assert any(one.verdict is Verdict.FAILS for one in check_facts(facts)) is wrong
