"""Place names found in running text; all sentences are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_miner import regions

TABLE = regions.load()


def names(text):
    return [mention.name for mention in TABLE.mentions(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("其中：陈仓区12个，金台区9个。", ["陈仓区", "金台区"]),
        ("陕西省宝鸡市凤翔区", ["陕西省", "宝鸡市", "凤翔区"]),
        ("凤翔县与凤翔区", ["凤翔县", "凤翔区"]),
        ("陇县财政局、开江县农业农村局", ["陇县", "开江县"]),
        ("中共开江县委办公室", ["开江县"]),
        ("上海市浦东新区", ["上海市", "浦东新区"]),
        ("孟村回族自治县", ["孟村回族自治县"]),
        ("延边州财政局", ["延边州"]),
        ("宝鸡市民满意", ["宝鸡市"]),
        ("宝鸡市场监管", ["宝鸡"]),
        ("石狮高新区项目", ["石狮高新区"]),
        ("泉州市石狮高新区", ["泉州市", "石狮高新区"]),
        ("长治高新区管委会", ["长治高新区"]),
        ("岐山县蔡家坡经济技术开发区", ["岐山县蔡家坡经济技术开发区"]),
        ("横琴粤澳深度合作区", ["横琴粤澳深度合作区"]),
        ("德州天衢新区", ["德州天衢新区"]),
        ("德州天衢新区长河街道", ["德州天衢新区长河街道"]),
        ("岐山县蔡家坡镇人民政府", ["岐山县蔡家坡镇"]),
        ("东风街道办事处", ["东风街道"]),
        ("，曲江新区建设", ["曲江新区"]),
        ("。安排经开区资金", ["经开区"]),
        ("郟城县财政局印发", ["郟城县"]),
        ("今年郟城县评审项目", ["郟城县"]),
    ],
)
def test_names_found(text, found):
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "示范县建设",
        "全省和县级财政",
        "城市中区域",
        "长治久安",
        "和平建设",
        "清单县级审核",
        "公安县级支队",
        "农产品东方市场",
        "各乡镇（街道）",
        "推进街道建设",
        "经费县级配套",
        "贫困县摘帽",
        "复合肥补贴",
        "巩固原有成果",
        "确保定期报告",
        "健康保险",
        "数字创新区",
        "强化街道管理",
        "共同富裕先行街道",
        "普惠金融发展示范区",
        "特色小镇",
        "激发内生动力",
        "三明日报",
        "公开平台",
        "扩大城市更新",
        "写好新篇章贡献力量",
        "入库车辆",
        "国家级高新区名录",
        "各县市区财政局",
    ],
)
def test_no_certain_name_inside_other_words(text):
    assert [mention for mention in TABLE.mentions(text) if not mention.generic] == []


def test_short_names_are_flagged():
    (mention,) = TABLE.mentions("凤翔评审项目12个")
    assert mention.short and mention.candidates == ("610305", "610322")


def test_full_names_are_not_short():
    assert [mention.short for mention in TABLE.mentions("凤翔区、太白")] == [False, True]


@pytest.mark.parametrize("text", ["陵川、阳城、沁水三个县", "凤翔、和平、新华三个区", "陵川、和平等 2 个县"])
def test_list_of_short_names_closed_by_a_count(text):
    """In such a list ordinary words are names too."""
    listed = [mention for mention in TABLE.mentions(text) if mention.short]
    assert len(listed) == text.count("、") + 1


def test_ordinary_word_before_a_zone_is_a_name_there_only():
    assert names("和平、发展") == []
    assert names("和平经开区") == ["和平经开区"]


@pytest.mark.parametrize("name", ["城区", "郊区", "矿区", "市中区", "和县"])
def test_common_nouns_are_flagged_generic(name):
    (mention,) = TABLE.mentions(name)
    assert mention.generic and mention.candidates


def test_zone_alone_has_no_candidates_and_common_ones_are_generic():
    plain, common = TABLE.mentions("高新区；示范区")
    assert (plain.kind, plain.candidates, plain.generic) == ("zone", (), False)
    assert common.generic


def test_office_without_a_place_is_relative():
    (mention,) = TABLE.mentions("市财政局印发")
    assert (mention.kind, mention.name, mention.start, mention.end) == ("relative", "市", 0, 1)


def test_two_units_of_one_name_are_both_candidates():
    (mention,) = TABLE.mentions("城关区")
    assert mention.candidates == ("540102", "620102")


PIECES = st.sampled_from(
    [
        "宝鸡市",
        "凤翔",
        "高新区",
        "长河街道",
        "县",
        "市",
        "区",
        "财政局",
        "、",
        "和",
        "三个县",
        "郟城县",
        "12",
        "的",
        "\n",
        "镇",
        "城区",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60))
def test_mentions_are_ordered_disjoint_and_as_printed(text):
    """Whatever the text: every mention is a stretch of it, in order, without overlap."""
    last = 0
    for mention in TABLE.mentions(text):
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.name
        last = mention.end


@pytest.mark.parametrize("unit", ["县", "市县区", "高新区", "街道", "市财政局", "德州", "凤翔、", "凤", "甲乙镇"])
def test_a_megabyte_of_repetition_is_read_to_the_end(unit):
    """Hangs or runs out of memory if any rule looks back without a bound."""
    TABLE.mentions(unit * (1_000_000 // len(unit)))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("陇县财政局", "陇县"),
        ("（陇县财政局）", "陇县"),
        ("中共开江县委", "开江县"),
        ("宝鸡市财政局文件", "宝鸡市"),
        ("陕西省宝鸡市财政局", "宝鸡市"),
        ("德州天衢新区长河街道", "德州天衢新区长河街道"),
        ("石狮高新区管委会", "石狮高新区"),
        ("郟城县财政局", "郟城县"),
        ("和平财政局", "和平"),
        ("市高新区管委会", "高新区"),
        ("自治区财政厅", ""),
        ("宝鸡城区", "宝鸡"),
        ("市财政局", ""),
        ("财政局", ""),
        ("", ""),
    ],
)
def test_issuer_is_the_unit_of_the_office(text, unit):
    assert regions.issuer(text) == unit


@given(st.text(max_size=40))
def test_issuer_of_any_text_is_part_of_it(text):
    assert regions.issuer(text) in "".join(text.split())
