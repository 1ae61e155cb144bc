"""Mechanisms that passages in deliberately varied wording asked for: one attribute of one figure a case."""

from __future__ import annotations

import pytest

from report_miner.checks.relations import LOW_CONFIDENCE
from report_miner.extract import jury

from .report import figures


@pytest.fixture
def rules_alone() -> object:
    """What is protected here is a rule; the second reader might know the answer without it."""
    jury.use(None)
    yield None
    jury.use_stored()


@pytest.mark.parametrize(
    ("text", "raw", "years"),
    [
        ("重点评价由9个增加到14个。", "9个", "2022-2022"),
        ("重点评价由9个增加到14个。", "14个", "2023-2023"),
        ("评审中申报金额由9,200万元压到7,700万元。", "9,200万元", "2023-2023"),
        ("自2019年起，参评部门由2019年的7家扩大到31家，覆盖面由11.5%提高到50.8%。", "11.5%", "2019-2019"),
        ("2019—2023年，自评单位从28个发展到97个。", "97个", "2023-2023"),
        ("评审限额由50万元提高到80万元以上。", "50万元", "2023-2023"),
        ("去年，评审工作再上台阶。全年办结项目318个。", "318个", "2022-2022"),
        ("2018—2022年，共评审项目1,204个。1—9月评审项目176个。", "176个", "2023-2023"),
        ("审减8,540万元，超过去年全年7,910万元的水平。", "7,910万元", "2022-2022"),
        ("第一阶段（2022年）试点2个部门，评价项目6个。", "6个", "2022-2022"),
        ("上年评价为中等的7个项目，预算平均削减12%。", "7个", "2023-2023"),
        ("去年评价指出的41个问题，年底前全部改完。", "41个", "2023-2023"),
        ("近年来制度不断完善，2023年新增12项制度。", "12项", "2023-2023"),
        ("2019-2023年，全市累计争取资金1,480亿元，新增债券限额830亿元。", "830亿元", "2019-2023"),
        ("编制2024年预算时，对12个项目核减预算468万元。", "12个", "2023-2023"),
        ("评审项目45个，比2021年、2022年分别多20个和9个。", "9个", "2023-2023"),
        ("“十三五”期间，年均评审14个；2023年评审30个，是“十三五”年均规模的2.1倍。", "2.1倍", "2023-2023"),
        ("2021年评估12个，否了1个；2022年27个，暂缓2个。", "2个", "2022-2022"),
        ("其中2022年2期355人次、2023年4期665人次。", "355人次", "2022-2022"),
        ("与2022年评审231个项目、审减6,420万元的情况相比，今年评审298个。", "6,420万元", "2022-2022"),
        ("今年办班4期，去年为两期、280人次；刊发信息11篇。", "280人次", "2022-2022"),
        ("今年办班4期，去年为两期、280人次；刊发信息11篇。", "11篇", "2023-2023"),
        ("2021年首次扣减85万元；次年扩大到7家。", "7家", "2022-2022"),
        ("去年评价项目46个；今年增至112个。监控中发出提示函31份。", "31份", "2023-2023"),
        ("近年来累计评价项目21个。三季度将再评价4个项目。", "4个", "2023-2023"),
        ("2021、2022两年，审减金额分别达1.46亿元和1.71亿元。", "1.46亿元", "2021-2021"),
        ("三、2024年工作思路\n（一）严格评审。全年计划评审200个项目以上。", "200个", "2024-2024"),
        ("1.财政局选取13个项目重点评价，金额是2022年的2.3倍。优秀2个、良好8个。", "8个", "2023-2023"),
        ("销号103个；结转下年继续整改15个。", "15个", "2023-2023"),
        ("优等级3个，2024年安排1,800万元；良等级5个。", "5个", "2023-2023"),
        ("评价为中等的，按上年预算的80%安排。", "80%", "2023-2023"),
        ("评价项目从2020年的3个扩大到今年的24个。优级6个，良级15个。", "6个", "2023-2023"),
        ("扣减下年项目经费257万元；评价为优的4个项目增加安排。", "4个", "2023-2023"),
    ],
)
def test_period(text: str, raw: str, years: str) -> None:
    period = figures(text)[raw].period
    assert f"{period.start}-{period.end}" == years


def test_bare_numbers_behind_grades_count_what_was_graded() -> None:
    found = figures("评价10个项目，优2、良8；另有7个项目，优1、良4、中3。")
    assert {raw: (found[raw].labels.measure, found[raw].labels.outcome) for raw in ("8", "4", "3")} == {
        "8": ("project_count", "good"), "4": ("project_count", "good"), "3": ("project_count", "fair"),
    }  # fmt: skip
    assert "2" not in figures("评价标准分优2、其他三档。")


def test_a_table_with_a_row_a_year() -> None:
    head = "近年评审情况（单位：万元）\n年度\t项目（个）\t送审金额\n"
    found = figures(head + "2021\t126\t24,600\n2022\t153\t38,200\n两年合计\t279\t62,800\n")
    assert [found[raw].period.start for raw in ("126", "153")] == ["2021", "2022"]
    assert (found["279"].period.start, found["279"].period.end) == ("2021", "2022")


def test_the_sum_over_several_results_has_none_of_them() -> None:
    found = figures("根据评价结果，调减预算项目26个、取消项目11个、整合项目8个，合计45个。")
    assert [found[raw].labels.outcome for raw in ("26个", "11个", "45个")] == ["cut", "cancelled", ""]
    assert found["45个"].confidence > LOW_CONFIDENCE, "too doubtful for the check of the sum to speak"


def test_people_trained_are_people_not_sessions() -> None:
    table = "指标\t单位\t2022年\t2023年\n绩效培训\t人次\t210\t265\n绩效培训人数\t人\t180\t190\n评审项目\t个\t88\t113\n"
    found = figures(table)
    assert {found[raw].labels.measure for raw in ("210", "265", "180", "190")} == {"person_count"}
    assert found["88"].labels.measure == "project_count"


def test_the_sum_of_columns_a_year_each_covers_them_all() -> None:
    found = figures("内容\t2021年\t2022年\t合计\n培训（期）\t2\t3\t5\n参训（人次）\t180\t310\t490\n")
    assert (found["490"].period.start, found["490"].period.end) == ("2021", "2022")
    assert found["310"].period.start == "2022"


def test_targets_in_a_book_of_the_budget_are_for_the_year_of_the_draft() -> None:
    book = "2024年宝鸡市本级政府预算公开\n目录\n第一部分预算报告\n宝鸡市2023年预算执行情况和2024年预算草案的报告"
    text = "（四）重大政策和重点项目等绩效目标\n\n通过培育企业，新增省级工业设计中心不少于21个，支持企业310家。"
    assert figures(text, "宝鸡市", book)["310家"].period.start == "2024"


@pytest.mark.parametrize(
    ("text", "raw", "subject"),
    [
        ("凤县18个项目滞后，陇县11个，麟游县9个。三县收回资金326万元、702万元、518万元。", "702万元", "陇县"),
        ("■凤县：评价项目12个。\n■陇县：评价项目15个。", "15个", "陇县"),
        ("陇县送检10份，合格7份。总体合格率89.5%。", "89.5%", "宝鸡市"),
        ("陇县评价9个，优秀1个，其余2个为一般。", "2个", "陇县"),
        ("【陇县】评价项目9个。\n【凤县】评价项目12个。", "12个", "凤县"),
        ("附件1所列为市级评价项目22个；附件2所列为陇县评价项目13个。", "13个", "陇县"),
        ("陇县由于大项目集中在市本级，全县只评审了68个。", "68个", "陇县"),
        ("陇县评审9个；全市评审68个。", "68个", "宝鸡市"),
        ("麟游县评审9个；陇县、凤县体量小，合计收回312万元。", "312万元", "宝鸡市"),
        ("陇县、凤县来我市考察学习46人次。", "46人次", "宝鸡市"),
    ],
)
def test_subject(text: str, raw: str, subject: str) -> None:
    assert figures(text, "宝鸡市", "宝鸡市2023年工作总结")[raw].subject.name == subject


@pytest.mark.parametrize(
    ("text", "raw", "subject"),
    [
        ("2023年全市财政评审审减率平均为10.3%，我县为12.8%。", "10.3%", "宝鸡市"),
        ("2023年全市财政评审审减率平均为10.3%，我县为12.8%。", "12.8%", "凤县"),
        ("全县评估19个项目；宝鸡全市为213个。", "213个", "宝鸡市"),
        ("宝鸡市12个县区财政评审平均审减率9.4%。凤县评审321个项目。", "321个", "凤县"),
        ("审减率14.1%，高出全市平均3.2个百分点。", "3.2个百分点", "凤县"),
        ("双石铺镇9个项目核定3,605万元；县住建局22个项目审减5,733万元。", "22个", "凤县"),
        ("对乡镇（13个）进行考核，表扬部门（6个）和乡镇（2个）。", "2个", "凤县"),
    ],
)
def test_units_beside_a_county(text: str, raw: str, subject: str) -> None:
    assert figures(text, "凤县", "凤县2023年工作总结")[raw].subject.name == subject


def test_zones_with_the_unit_s_own_name_stand_alone() -> None:
    text = "太仓港经济技术开发区评审144项。浮桥镇评审71项。"
    found = figures(text, "太仓市", "太仓市2023年工作总结")
    assert found["144项"].subject.name == "太仓港经济技术开发区"
    assert found["71项"].subject.name == "太仓市浮桥镇"


def test_banners_are_known_by_their_first_sign_in_their_own_city() -> None:
    found = figures("准格尔旗取消项目21个；伊旗约谈5家单位。", "鄂尔多斯市", "鄂尔多斯市2023年工作总结")
    assert found["5家"].subject.name == "伊金霍洛旗"


def test_a_short_name_that_is_a_word_is_believed_beside_a_certain_one() -> None:
    told = figures("三原、泾阳两县核减额分别为2,915万元和2,640万元。", "咸阳市", "咸阳市2023年工作总结")
    assert (told["2,915万元"].subject.name, told["2,640万元"].subject.name) == ("三原县", "泾阳县")


def test_zones_and_streets_in_the_first_column_lie_in_the_unit_that_reports() -> None:
    table = "单位\t评价项目（个）\t涉及资金（万元）\n西街街道\t12\t3,100\n东岭管理区\t9\t2,650\n合计\t21\t5,750"
    told = figures(table)
    assert told["3,100"].subject.name == "陈仓区西街街道"
    assert told["5,750"].subject.name == "陈仓区"


@pytest.mark.usefixtures("rules_alone")
@pytest.mark.parametrize(
    ("text", "raw", "outcome"),
    [
        ("项目库评审，准予入库30个，附条件入库6个，拒绝入库3个。", "30个", "supported"),
        ("项目库评审，准予入库30个，附条件入库6个，拒绝入库3个。", "6个", "supported_after_revision"),
        ("项目库评审，准予入库30个，附条件入库6个，拒绝入库3个。", "3个", "not_supported"),
        ("评估新增项目26个，留待明年4个。", "4个", "deferred"),
        ("对监控中产出跑偏的7个项目发函。", "7个", "off_target"),
        ("评价得分91.3分，优。", "91.3分", "excellent"),
        ("绩效评价结果为优的4个，平均92.7分；良的9个，平均85.1分。", "85.1分", "good"),
        ("评价等级为优4个、良10个、中2个，平均得分85分。", "85分", ""),
        ("评价结果为优的13个（财政评价3个、部门评价10个）。", "10个", "excellent"),
        ("绩效目标打回项目212个，涉及49家单位。", "49家", "returned"),
        ("财政评价的项目，评出优11个、良14个。", "11个", "excellent"),
        ("评价项目，90分以上22个，80分至90分24个，60分至80分5个。", "24个", "good"),
        ("进度滞后项目14个，目标偏离项目6个，二者兼有3个。", "3个", "off_target"),
        ("自评得分虚高的7个单位，扣减公用经费84万元。", "7个", "cut"),
        ("自评报告33份数据有误，一律退回重做。", "33份", "returned"),
        ("全县自评项目，优良率96.1%。", "96.1%", "good"),
        ("水质优良率96.1%。", "96.1%", ""),
        ("综合考核评定一等5个乡镇、二等15个乡镇。", "15个", "good"),
    ],
)
def test_outcome(text: str, raw: str, outcome: str) -> None:
    assert figures(f"绩效评价情况。{text}")[raw].labels.outcome == outcome


def test_issues_in_a_graded_row_bear_no_grade() -> None:
    table = "评价结果\n被评部门\t得分\t等级\t问题（个）\n区民政局\t92.0\t优秀\t4\n区住建局\t86.6\t良好\t7"
    told = figures(f"部门整体支出绩效评价结果\n\n{table}")
    assert (told["92.0"].labels.outcome, told["4"].labels.outcome) == ("excellent", "")


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("飞行检查定点医药机构74家。", "74家"),
        ("办理取水许可审核66宗。", "66宗"),
        ("清理银行账户73个。", "73个"),
        ("采购投诉受理6件。", "6件"),
    ],
)
def test_business_of_other_offices_is_outside_the_chain(text: str, raw: str) -> None:
    assert figures(f"开展预算绩效评价12项。{text}")[raw].labels.stage == "other"


@pytest.mark.parametrize(
    ("text", "raw", "value"),
    [
        ("报审金额1 0 2 , 5 6 0 . 4 0 万元。", "102,560.40万元", 1025604000),
        ("卫生健康支出预算 2 6 9 , 5 4 1万元。", "269,541万元", 2695410000),
        ("平均得分8 7. 6分。", "87.6分", None),
        ("审减率比上年下降0 .7 个百分点。", "0.7个百分点", None),
        ("核减3,095万兀。", "3,095万兀", 30950000),
        ("得分9O分以上的6个。", "9O分", 90),
    ],
)
def test_spaced_and_misread_numbers_are_read_whole(text: str, raw: str, value: int | None) -> None:
    quantity = figures(f"开展预算评审。{text}")[raw].quantity
    assert value is None or quantity.value == value


def test_a_count_cut_by_a_lines_end_is_joined_in_running_text_only() -> None:
    told = figures("加强绩效评价，全年评价项目2\n8个，涉及资金3.9亿元。\n\n评价总数\n12\n3个")
    assert "28个" in told
    assert "123个" not in told


@pytest.mark.parametrize("text", ["支持三区三州建设。", "迈出一步。", "覆盖高新二区。", "面向两市场。"])
def test_numerals_of_names_and_idioms_are_no_counts(text: str) -> None:
    assert not figures(text)


def test_several_places_and_bands_are_counted() -> None:
    told = figures("凤翔、金台两区审减1.2亿元，评价结果分为四档。", "宝鸡市", "宝鸡市2023年工作总结")
    assert told["两区"].labels.measure == "county_count"
    assert told["四档"].labels.measure == "other_count"


def test_columns_of_sums_count_what_the_columns_before_them_count() -> None:
    table = "行业\t共性指标（个）\t个性指标（个）\t合计\n教育\t12\t96\t108\n卫生\t10\t84\t94"
    assert figures(f"绩效指标体系统计\n\n{table}")["108"].labels.measure == "indicator_count"


def test_a_column_of_units_gives_each_row_its_own() -> None:
    table = "指标\t单位\t2022年\t2023年\n财政评价项目\t个\t18\t24\n评价资金\t亿元\t3.60\t5.04"
    told = figures(f"预算绩效管理主要数据\n\n{table}")
    assert (told["24"].quantity.unit, told["5.04"].quantity.value) == ("个", 504000000)
    assert told["3.60"].period.start == "2022"


@pytest.mark.parametrize(
    "table",
    [
        "满分100分\n单位\t目标管理\t运行监控\n西街街道\t28.5\t27.0\n东街街道\t27.9\t26.4",
        "单位\t目标管理（40分）\t运行监控（30分）\n西街街道\t28.5\t27.0\n东街街道\t27.9\t26.4",
    ],
)
def test_full_marks_over_columns_say_that_they_hold_scores(table: str) -> None:
    told = figures(f"乡镇绩效评价得分\n\n{table}")
    assert (told["26.4"].labels.measure, told["26.4"].quantity.unit) == ("score", "分")


@pytest.mark.parametrize("line", ["项目：个　资金：亿元", "计量单位：个；亿元", "（金额：亿元）"])
def test_unit_lines_in_other_forms(line: str) -> None:
    table = f"{line}\n县区\t评审项目\t送审金额\n凤县\t142\t0.83\n陇县\t96\t0.57"
    assert figures(f"评审情况统计\n\n{table}", "宝鸡市", "宝鸡市2023年评审情况")["0.83"].quantity.value == 83000000


def test_how_far_the_budget_was_met_is_no_share() -> None:
    text = "一般公共预算收入5.18亿元，占年初预算的52.6%。"
    assert figures(text, "宝鸡市", "关于宝鸡市2023年预算执行情况的报告")["52.6%"].labels.measure == "other_rate"
