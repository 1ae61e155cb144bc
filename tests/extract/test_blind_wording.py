"""Mechanisms that blind passages of ordinary reports asked for: one attribute of one figure a case, by rules alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from report_miner.extract import jury

from .report import figures


@pytest.fixture(autouse=True)
def rules_alone() -> Iterator[None]:
    """What is protected here are rules; the second reader might know the answers without them."""
    jury.use(None)
    yield
    jury.use_stored()


@pytest.mark.parametrize(
    ("text", "raw", "subject"),
    [
        ("凤州镇自评项目12个；双石铺镇因资料不齐重报3个。", "3个", "凤县双石铺镇"),
        ("凤州镇自评项目12个；其他乡镇合计31个。", "31个", "凤县"),
        ("凤州镇评价4个；同期全县评价29个。", "29个", "凤县"),
        ("县经开区自评项目18个，资金6,740万元。", "18个", "凤县经济开发区"),
        ("上半年县经开区自评项目18个。", "18个", "凤县经济开发区"),
        ("城镇新增就业岗位补贴项目评价3个。", "3个", "凤县"),
        ("对培训、东河桥镇财政运行综合绩效等6个项目开展评价。", "6个", "凤县"),
        ("各镇街自评项目77个。", "77个", "凤县"),
    ],
)
def test_who_is_at_work_in_a_county(text: str, raw: str, subject: str) -> None:
    assert figures(text, "凤县", "凤县2023年预算绩效管理工作总结")[raw].subject.name == subject


@pytest.mark.parametrize(
    ("text", "raw", "subject"),
    [
        ("陇县评价9个，凤县评价7个，其他县区合计41个。", "41个", "宝鸡市"),
        ("陇县监控率71%，与全市平均88%差距较大。", "88%", "宝鸡市"),
        ("陇县评价9个；凤县评价7个；以上合计16个。", "16个", "宝鸡市"),
        ("陇县、凤县两县分别评价15个和19个；麟游县评价资金6.2亿元、4.5亿元。", "6.2亿元", "麟游县"),
    ],
)
def test_who_is_at_work_in_a_city(text: str, raw: str, subject: str) -> None:
    assert figures(text, "宝鸡市", "宝鸡市2023年工作总结")[raw].subject.name == subject


@pytest.mark.parametrize(
    ("text", "raw", "outcome"),
    [
        ("评价资金2,930万元，得分92.4分，等级为“优”。", "2,930万元", "excellent"),
        ("资金到位2,930万元，自评得分92.4分，等级为“优”。", "2,930万元", ""),
        ("两个项目评为良，得分分别为84.7分、82.1分。", "82.1分", "good"),
        ("得分分别为86.2分、79.5分、88分，等级依次为良、中、良。", "79.5分", "fair"),
        ("重点评价优秀3个，良好7个，其余2个得分在70分上下，定为一般。", "2个", "fair"),
        ("优秀3个、良好5个，合格2个，按等次奖励工作经费45万元。", "45万元", ""),
        ("评价反馈问题70个，已整改到位61个，剩余9个正在推进。", "9个", "rectifying"),
        ("取消“差”级项目1个，涉及资金75万元。", "75万元", "cancelled"),
        ("事前评估9个项目，1个因与省级项目重复，未予通过。", "1个", "not_supported"),
        ("监控项目31个，其中支出进度为零的4个。", "4个", "behind_schedule"),
        ("对红灯项目调减预算2,318万元。", "2,318万元", "cut"),
        ("财政抽查项目62个，维持原等次51个，调低9个。", "9个", "adjusted"),
        ("评出优4个，良20个，差为1个。", "1个", "poor"),
    ],
)
def test_outcome(text: str, raw: str, outcome: str) -> None:
    assert figures(text)[raw].labels.outcome == outcome


@pytest.mark.parametrize(
    ("text", "raw", "measure"),
    [
        ("县直单位编报绩效目标516个，14个乡镇编报182个。", "182个", "target_count"),
        ("组织对66家预算单位924个项目开展监控。", "924个", "project_count"),
        ("自评抽查17个部门116个，占项目总数的5%。", "116个", "project_count"),
        ("评价工作分两批组织实施。", "两批", "session_count"),
        ("另有3个项目超过规定时限。", "3个", "project_count"),
        ("从财政收支、资产管理等5个方面设置指标36项。", "5个", "other_count"),
        ("形成予以支持15个、不予支持4个的评估意见。", "4个", "project_count"),
        ("对高标准农田补助资金185万元开展绩效评价。", "185万元", "amount_involved"),
        ("预算评审累计压减资金需求2,180万元。", "2,180万元", "amount_reduced"),
        ("三类指标满分分别为40分、30分、30分。", "40分", "threshold"),
        ("抽评满分为100分，平均88.5分。", "88.5分", "score"),
        ("自评与复核偏差超过10分的13个。", "10分", "threshold"),
        ("送审造价7.15亿元，审核后造价6.46亿元，降幅9.65%。", "9.65%", "reduction_rate"),
        ("送审3.41亿元，审定3.01亿元，审减0.4亿元，送审额比上年减少两成。", "两成", "growth_rate"),
        ("申报资金由600万元减到420万元。", "420万元", "amount_approved"),
        ("收回资金3,870万元，较2022年多收回920万元；2022年为2,950万元。", "2,950万元", "amount_recovered"),
        ("单个项目净审减最多的2,035万元。", "2,035万元", "amount_reduced"),
        ("我县审减率9.4%，低于陇县的11.2%。", "11.2%", "reduction_rate"),
        ("共核减8,720万元，其中不予支持的7个项目5,430万元。", "5,430万元", "amount_reduced"),
    ],
)
def test_measure(text: str, raw: str, measure: str) -> None:
    assert figures(text)[raw].labels.measure == measure


@pytest.mark.parametrize(
    ("text", "raw", "years"),
    [
        ("自评项目893个，上年为654个，增长36.5%；自评资金24.7亿元。", "24.7亿元", "2023-2023"),
        ("自评项目893个，上年为654个，增长36.5%；自评资金24.7亿元。", "654个", "2022-2022"),
        ("对2020—2022年发行的31个债券项目开展评价，平均得分87.3分。", "87.3分", "2023-2023"),
        ("2021年38个、核减2,107万元，2022年51个、核减3,415万元。", "2,107万元", "2021-2021"),
        ("评价等级为“中”的，次年预算按不低于10%扣减。", "10%", "2023-2023"),
        ("2022年度评价发现的67个问题中，立行立改48个。", "48个", "2023-2023"),
    ],
)
def test_period(text: str, raw: str, years: str) -> None:
    period = figures(text)[raw].period
    assert f"{period.start}-{period.end}" == years


def test_a_report_on_the_budget_at_large_speaks_of_performance_by_its_results_too() -> None:
    text = "按照评价结果与预算挂钩办法，对5个项目共压减730万元。"
    found = figures(text, "凤县", "凤县2023年预算执行情况和2024年预算草案的报告")
    assert found["730万元"].labels.stage == "application"
