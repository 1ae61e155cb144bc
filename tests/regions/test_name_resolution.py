"""What a name means in a year and a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_miner import regions

TABLE = regions.load()


def resolved(name, year=None, within=""):
    found = TABLE.resolve(name, year=year, within=within)
    return (found.region_code, found.name, str(found.via)) if found else None


@pytest.mark.parametrize(
    ("name", "year", "within", "expected"),
    [
        ("凤翔县", 2020, "", ("610322", "凤翔县", "exact")),
        ("凤翔县", 2021, "", ("610322", "凤翔县", "exact")),
        ("凤翔县", 2023, "610300", ("610305", "凤翔区", "renamed")),
        ("凤翔区", 2020, "", ("610305", "凤翔区", "exact")),
        ("凤翔区", 2018, "", ("610322", "凤翔县", "renamed")),
        ("凤翔", 2023, "61", ("610305", "凤翔区", "short")),
        ("凤翔", 2019, "610300", ("610322", "凤翔县", "short")),
        ("襄樊市", 2020, "", ("420600", "襄阳市", "renamed")),
        ("临平区", 2023, "", ("330113", "临平区", "exact")),
        ("红谷滩区", 2022, "360100", ("360113", "红谷滩区", "exact")),
        ("城关区", 2023, "620000", ("620102", "城关区", "exact")),
        ("城关区", 2023, "540100", ("540102", "城关区", "exact")),
        ("城关区", 2023, "", None),
        ("鼓楼区", 2023, "", None),
        ("鼓楼区", 2023, "3201", ("320106", "鼓楼区", "exact")),
        ("三元区", 2018, "", ("350403", "三元区", "exact")),
        ("三元区", 2023, "", ("350404", "三元区", "exact")),
        ("吉林", 2023, "", ("220000", "吉林省", "short")),
        ("朝阳", 2023, "210000", ("211300", "朝阳市", "short")),
        ("延边州", 2023, "", ("222400", "延边朝鲜族自治州", "short")),
        ("高新区", 2023, "610300", ("610300", "宝鸡高新区", "zone")),
        ("宝鸡高新区", 2023, "", ("610300", "宝鸡高新区", "zone")),
        ("石狮高新区", 2023, "", ("350581", "石狮高新区", "zone")),
        ("天衢新区", 2023, "", ("371400", "德州天衢新区", "zone")),
        ("横琴粤澳深度合作区", 2023, "", ("440400", "横琴粤澳深度合作区", "zone")),
        ("德州天衢新区长河街道", 2023, "", ("371400", "德州天衢新区长河街道", "township")),
        ("天衢新区长河街道", 2023, "", ("371400", "德州天衢新区长河街道", "township")),
        ("蔡家坡镇", 2023, "610323", ("610323", "岐山县蔡家坡镇", "township")),
        ("市", 2023, "610329", ("610300", "宝鸡市", "relative")),
        ("我县", 2023, "610329", ("610329", "麟游县", "relative")),
        ("全省", 2023, "610329", ("610000", "陕西省", "relative")),
        ("市", 2023, "310115", ("310000", "上海市", "relative")),
        ("全市", 2023, "350581", ("350581", "石狮市", "relative")),
        ("全区", 2023, "640000", ("640000", "宁夏回族自治区", "relative")),
        ("我县", 2023, "610300", None),
        ("高新区", 2023, "", None),
        ("我县", 2023, "", None),
        ("没有县", 2023, "", None),
        ("", 2023, "610000", None),
    ],
)
def test_name_in_year_and_place(name, year, within, expected):
    assert resolved(name, year, within) == expected


@pytest.mark.parametrize("county", ["凤县", "凤翔区", "千阳县", "太白县", "岐山县", "渭滨区", "眉县", "陇县", "麟游县"])
def test_counties_of_one_city_resolve_within_it(county):
    code = TABLE.resolve(county, year=2023, within="610300").region_code
    assert TABLE.get(code, 2023).name == county
    assert code.startswith("6103")


@pytest.mark.parametrize("within", ["37", "370000", "371300", "371302"])
def test_misread_character_resolves_inside_the_province_and_says_so(within):
    found = TABLE.resolve("郟城县", year=2023, within=within)
    assert (found.region_code, found.name, found.via) == ("371322", "郯城县", "misread")
    assert "郟城县" in found.note and "郯城县" in found.note


def test_misread_character_does_not_resolve_without_a_province_or_with_two_ways():
    assert TABLE.resolve("郟城县", year=2023) is None
    assert TABLE.resolve("某城县", year=2023, within="370000") is None


def test_misread_needs_three_characters():
    assert TABLE.resolve("龙县", year=2023, within="610300") is None


def test_renamed_unit_and_merged_unit_say_what_happened():
    assert "2021" in TABLE.resolve("凤翔县", year=2023, within="610300").note
    merged = TABLE.resolve("下城区", year=2023, within="330100")
    assert merged.name == "下城区" and "拱墅区" in merged.note


def test_candidates_of_an_ambiguous_name():
    assert {region.code for region in TABLE.candidates("城关区", year=2023)} == {"540102", "620102"}
    assert [region.code for region in TABLE.candidates("城关区", year=2023, within="62")] == ["620102"]


def in_text(text, within=""):
    return [found.resolution.name for found in TABLE.in_text(text, year=2023, within=within)]


def test_chain_resolves_to_its_innermost_unit():
    (found,) = TABLE.in_text("在兰州市城关区开展", year=2023)
    assert (found.start, found.end, found.resolution.region_code) == (1, 7, "620102")


def test_units_that_only_stand_side_by_side_are_no_chain():
    """Table cells run together: each is a unit of its own."""
    assert in_text("成都市自贡市泸县") == ["成都市", "自贡市", "泸县"]
    assert in_text("宝鸡城区") == ["宝鸡市"]


def test_list_of_counties_resolves_to_full_names():
    assert in_text("陵川、阳城、沁水三个县", "140500") == ["陵川县", "阳城县", "沁水县"]


def test_common_noun_resolves_only_beside_certain_names():
    assert in_text("城区道路改造", "140500") == []
    assert in_text("城区、泽州县、高平市", "140500") == ["城区", "泽州县", "高平市"]
    assert in_text("晋城市城区", "140500") == ["城区"]


@given(
    st.text(max_size=12), st.none() | st.integers(1900, 2100), st.sampled_from(["", "61", "610300", "610305", "999999"])
)
def test_any_name_resolves_to_a_known_unit_or_to_none(name, year, within):
    found = TABLE.resolve(name, year=year, within=within)
    assert found is None or (found.name and (not found.region_code or TABLE.get(found.region_code)))
