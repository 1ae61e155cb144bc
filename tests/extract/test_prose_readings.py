"""What sentences of reports mean: one attribute of one figure a case, the general mechanism in its name."""

from __future__ import annotations

import pytest

from .report import figures

AT_LARGE = "关于宝鸡市2023年预算执行情况和2024年预算草案的报告"


@pytest.mark.parametrize(
    ("text", "raw", "years"),
    [
        ("“十四五”时期，支出2,732亿元，比“十三五”时期增加385亿元。", "385亿元", "2021-2025"),
        ("收入由“十三五”末的639亿元增长至730亿元。", "639亿元", "2020-2020"),
        ("“三公”经费预算较2022年压减13.4%。", "13.4%", "2023-2023"),
        ("截至2022年9月底，拨付36亿元。", "36亿元", "2022-2022"),
        ("2024年部门预算项目支出较上年减少1.2亿元。", "1.2亿元", "2024-2024"),
        ("收入从2021年的203亿元增长至2023年的226亿元，年均增长5.5%。", "5.5%", "2021-2023"),
        ("2019-2023年，收入超千亿元，2022年获评先进；累计争取资金1,513亿元。", "1,513亿元", "2019-2023"),
        ("这五年，财力不断增强。全市累计筹集资金17亿元。", "17亿元", "2019-2023"),
        ("一是增收。2019-2023年，收入稳步增长。二是保重点。累计支出3,100亿元。", "3,100亿元", "2019-2023"),
        ("对2022年度46个项目开展绩效评价。", "46个", "2023-2023"),
        ("上年度重点评价反馈的126个问题已整改。", "126个", "2023-2023"),
        ("评价项目64个，为上年同期（29个）的2.2倍。", "29个", "2022-2022"),
        ("评价资金占比达到15%（2022年为11.8%），压减3.4%。", "3.4%", "2023-2023"),
        ("对优秀的5个项目，次年预算上浮5%；对良好的19个项目，预算不变。", "19个", "2023-2023"),
        ("2 0 2 2年共评审项目126个。", "126个", "2022-2022"),
    ],
)
def test_period(text: str, raw: str, years: str) -> None:
    period = figures(text)[raw].period
    assert f"{period.start}-{period.end}" == years


def test_a_title_that_looks_back_first_does_not_move_the_work_into_the_plan_year() -> None:
    period = figures("完成评审项目153个。", "宝鸡市", AT_LARGE)["153个"].period
    assert (period.start, period.end) == ("2023", "2023")


@pytest.mark.parametrize(
    ("text", "raw", "subject"),
    [
        ("1.凤县：评价项目5个；\n2.陇县：评价项目7个。", "7个", "陇县"),
        ("审减额较大的有凤县（2.6亿元）、陇县（2.3亿元）。", "2.3亿元", "陇县"),
        ("凤县、陇县两县共评审527个。", "527个", "宝鸡市"),
        ("审减额最大的是凤翔区，为3.7亿元。", "3.7亿元", "凤翔区"),
        ("用于我市对西藏和贵州援助1.7亿元。", "1.7亿元", "宝鸡市"),
    ],
)
def test_subject(text: str, raw: str, subject: str) -> None:
    assert figures(text, "宝鸡市", "宝鸡市2023年工作总结")[raw].subject.name == subject


def test_short_names_that_are_words_are_counties_in_their_own_city_only() -> None:
    text = "云和压减率达21.3%，龙泉申报35个项目。"
    assert figures(text, "丽水市", "丽水市2023年工作总结")["35个"].subject.name == "龙泉市"
    assert figures(text, "宝鸡市", "宝鸡市2023年工作总结")["35个"].subject.name == "宝鸡市"


@pytest.mark.parametrize(
    ("text", "raw", "measure"),
    [
        ("对34家挂牌上市企业给予奖补。", "34家", "other_count"),
        ("按三类项目分别管理。", "三类", "other_count"),
        ("出具评审意见书82份。", "82份", "report_count"),
        ("下达问题清单10份。", "10份", "document_count"),
        ("报送项目支出绩效目标1,126条。", "1,126条", "target_count"),
        ("重点评价政策2项、项目10个、乡镇3个。", "3个", "township_count"),
        ("对20个援藏和乡村振兴项目开展监控。", "20个", "project_count"),
        ("发现问题93个，平均每个项目6.2个。", "6.2个", "issue_count"),
        ("专家组建议支持33个、建议不支持8个。", "33个", "project_count"),
        ("等级为“中”的11个项目8,635万元压减20%、计1,727万元。", "8,635万元", "amount_involved"),
        ("等级为“中”的11个项目8,635万元压减20%、计1,727万元。", "1,727万元", "amount_reduced"),
        ("评审审减额较大的有凤县（2.6亿元）。", "2.6亿元", "amount_reduced"),
        ("全年平均审减率13.5%，最高的达47.3%，最低的仅1.2%。", "1.2%", "reduction_rate"),
        ("按时开工率66.7%。", "66.7%", "other_rate"),
        ("民生支出占一般公共预算支出的比重稳定在80%以上。", "80%", "share"),
        ("贫困发生率下降至0.32%。", "0.32%", "other_rate"),
        ("对支出进度低于序时进度20个百分点的31个项目下发提醒函。", "20个百分点", "threshold"),
        ("送审8 . 4 2亿元。", "8.42亿元", "amount_submitted"),
    ],
)
def test_measure(text: str, raw: str, measure: str) -> None:
    assert figures(text)[raw].labels.measure == measure


@pytest.mark.parametrize(
    ("text", "raw", "outcome"),
    [
        ("评价结束，3个“优”、9个“良”、2个“中”。", "9个", "good"),
        ("评出11个良、4个中、1个差项目。", "1个", "poor"),
        ("评价结果如下：\n（一）优：5个，资金1.2亿元。", "5个", "excellent"),
        ("14个乡镇（街道）中，评为“优秀”的4个。", "14个", ""),
        ("取消到期政策3项、低效项目5个。", "5个", "cancelled"),
        ("131个评审项目平均审减率13.5%。", "131个", ""),
        ("评为“中”的5个项目合计压减684万元。", "5个", "cut"),
        ("得分90分以上的3个，80分以下的2个。", "3个", ""),
        ("开展绩效评价，优化调整资金10亿元。", "10亿元", "adjusted"),
        ("发现问题的项目未启动整改5个。", "5个", ""),
    ],
)
def test_outcome(text: str, raw: str, outcome: str) -> None:
    assert figures(text)[raw].labels.outcome == outcome


@pytest.mark.parametrize(
    ("text", "raw", "stage"),
    [
        ("单位自评、部门评价、财政评价分别完成1,284个、96个和24个。", "1,284个", "self_evaluation"),
        ("对评价靠后的2个项目核减预算85万元。", "85万元", "application"),
        ("对12个项目开展绩效评价，涉及资金85万元。", "85万元", "evaluation"),
        ("根据绩效监控和评价结果，共调整项目137个。", "137个", "application"),
        ("编报项目绩效目标537个、绩效指标4,296条。", "4,296条", "target"),
        ("排污许可专家评审费5万元。", "5万元", "other"),
    ],
)
def test_stage(text: str, raw: str, stage: str) -> None:
    assert figures(text)[raw].labels.stage == stage


def test_monitoring_of_the_budget_at_large_is_not_performance_monitoring() -> None:
    text = "预算绩效管理持续深化。强化“三保”动态预警和实时监控，“三保”支出395亿元。"
    assert figures(text, "宝鸡市", AT_LARGE)["395亿元"].labels.stage == "other"
