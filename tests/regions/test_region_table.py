"""The compiled table: what it holds, and that it follows from the source."""

import csv
import importlib.util
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from report_miner import regions
from report_miner.regions import words
from report_miner.regions.names import stem
from report_miner.regions.types import FIRST_YEAR, LAST_YEAR, Region

ROOT = Path(__file__).parents[2]
SOURCE = ROOT.parent / "shared" / "regions"
TABLE = regions.load()


def compiler():
    spec = importlib.util.spec_from_file_location("compile_regions", ROOT / "scripts" / "compile_regions.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["compile_regions"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not SOURCE.exists(), reason="../shared is not here")
def test_package_data_is_what_the_script_makes_of_the_source():
    package = ROOT / "src" / "report_miner" / "regions"
    divisions = compiler().compile_divisions(SOURCE)
    assert divisions == (package / "divisions.csv").read_text(encoding="utf-8")
    assert compiler().compile_word_tails(divisions) == (package / "word_tails.csv").read_text(encoding="utf-8")


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_script_reads_heading_footnote_bom_and_a_change_of_code(tmp_path):
    """A made-up source: the script keeps only rows of codes, closes the old county and names its heir."""
    for year in range(FIRST_YEAR, 2023):
        county = "990122,甲乙县" if year < 2020 else "990103,甲乙区"
        write(
            tmp_path / "tables" / f"{year}.csv", f"\ufeff{year}年代码\n\n990000,丙省\n990100,丁市\n{county}\n注：无\n"
        )
    write(tmp_path / "code-changes.csv", "2019-2020,990122,990103,甲乙县 -> 甲乙区\n")
    write(tmp_path / "code-merges.csv", "")
    write(tmp_path / "code-splits.csv", "")
    rows = [
        "id,pid,deep,name,pinyin_prefix,pinyin,ext_id,ext_name",
        "99,0,0,丙,b,b,99,丙省",
        "9901,99,1,丁,d,d,99,丁市",
    ]
    rows += ["990103,9901,2,甲乙,j,j,99,甲乙区", "990104,9901,2,戊己,w,w,99,戊己区"]
    write(tmp_path / "divisions-2025.csv", "\n".join(rows))
    found = {row["name"]: row for row in csv.DictReader(compiler().compile_divisions(tmp_path).splitlines())}
    assert (found["甲乙县"]["last"], found["甲乙县"]["successors"], found["甲乙县"]["parent"]) == (
        "2019",
        "990103",
        "990100",
    )
    assert (found["甲乙区"]["first"], found["甲乙区"]["last"], found["甲乙区"]["inferred"]) == ("2020", "2025", "")
    assert (found["戊己区"]["first"], found["戊己区"]["inferred"]) == ("2023", "1")
    assert len(found) == 5


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("610322", 2020, "凤翔县"),
        ("610305", 2021, "凤翔区"),
        ("371322", 2005, "郯城县"),
        ("330113", 2025, "临平区"),
        ("360113", 2019, "红谷滩区"),
        ("513201", 2015, "马尔康市"),
        ("540481", 2024, "米林市"),
        ("429004", 2023, "仙桃市"),
        ("460400", 2025, "儋州市"),
        ("610305", 2030, "凤翔区"),
    ],
)
def test_code_in_year(code, year, name):
    assert TABLE.get(code, year).name == name


@pytest.mark.parametrize(("code", "year"), [("610322", 2021), ("610305", 2020), ("330113", 2020), ("999999", 2020)])
def test_code_that_did_not_exist_then(code, year):
    assert TABLE.get(code, year) is None


def test_change_of_code_and_change_of_name():
    assert TABLE.get("610322").successors == ("610305",)
    assert TABLE.get("420600", 2009).name == "襄樊市"
    assert TABLE.get("420600", 2009).successors == ("420600",)


def test_changes_after_the_last_official_list_are_marked_inferred():
    inferred = {region.name for region in TABLE.regions if region.inferred}
    assert {"米林县", "米林市", "错那县", "错那市", "白杨市"} <= inferred
    assert not TABLE.get("610305").inferred
    assert TABLE.get("540422").successors == ("540481",)


def test_every_unit_has_living_ancestors_in_all_its_years():
    for region in TABLE.regions:
        for year in (region.first, region.last):
            for above in TABLE.ancestors(region, year):
                assert above.valid_in(year), (region, above, year)


def test_levels_form_a_ladder():
    for region in TABLE.regions:
        above = [unit.level for unit in TABLE.ancestors(region)]
        assert above in ([], ["province"], ["city", "province"]), region
        assert (not above) == (region.level == "province")


def test_spells_of_a_code_never_overlap_and_names_are_whole():
    for spells in TABLE.by_code.values():
        for earlier, later in pairwise(spells):
            assert earlier.last < later.first
    assert all(region.name == region.name.strip() and "直辖" not in region.name for region in TABLE.regions)


def test_successors_exist_in_the_year_after():
    for region in TABLE.regions:
        assert not (region.successors and region.last == LAST_YEAR)
        assert all(TABLE.get(code, region.last + 1) for code in region.successors), region


def test_every_closed_unit_has_a_successor():
    assert [region for region in TABLE.regions if region.last < LAST_YEAR and not region.successors] == []


def test_full_name_from_the_province_down():
    assert TABLE.full_name(TABLE.get("610305")) == "陕西省宝鸡市凤翔区"
    assert TABLE.full_name(TABLE.get("429004")) == "湖北省仙桃市"
    assert TABLE.full_name(TABLE.get("310115")) == "上海市浦东新区"


def test_regions_cannot_be_changed():
    with pytest.raises(AttributeError):
        TABLE.get("610305").name = "凤翔县"
    assert isinstance(TABLE.regions[0], Region)


def test_same_unit_follows_renames_but_not_mergers():
    assert TABLE.same_unit(TABLE.get("610322"), 2023).name == "凤翔区"
    assert TABLE.same_unit(TABLE.get("610305"), 2010).name == "凤翔县"
    assert TABLE.same_unit(TABLE.get("330103"), 2023) is None
    assert TABLE.same_unit(TABLE.get("500110", 2008), 2023) is None


def test_all_units_of_2022_resolve_to_their_own_code_under_their_parent():
    for region in TABLE.regions:
        if region.valid_in(2022):
            found = TABLE.resolve(region.name, year=2022, within=region.parent)
            assert found is not None and found.region_code == region.code, region


def test_word_lists_hold_only_names_of_divisions():
    """A word that is no division's stem or name would do nothing: a slip of the list's author."""
    stems = {stem(region.name) for region in TABLE.regions}
    assert words.ordinary_words() <= stems
    assert words.generic_names() <= TABLE.by_name.keys()
    assert {"和平", "新华", "城关", "朝阳", "长治"} <= words.ordinary_words()


def test_zones_lie_in_a_known_unit():
    assert all(TABLE.get(zone.parent) and zone.full_name.endswith(zone.name) for zone in TABLE.zones)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("凤翔区", "凤翔"),
        ("陇县", ""),
        ("孟村回族自治县", "孟村"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("新疆维吾尔自治区", "新疆"),
        ("伊犁哈萨克自治州", "伊犁"),
        ("神农架林区", "神农架"),
        ("浦东新区", "浦东"),
        ("科尔沁左翼中旗", ""),
        ("阿里地区", "阿里"),
    ],
)
def test_stem_of_a_name(name, expected):
    assert stem(name) == expected
