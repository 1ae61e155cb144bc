"""How numbers are read: value and unit exactly as printed, modifiers from the words around, no number that is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from report_miner.extract.numerals import chinese_to_decimal
from report_miner.extract.quantities import find_quantities
from report_miner.layout import outline
from report_miner.model import Document, Medium, Modifier, Quantity, QuantityKind
from report_miner.packs import load_pack


def read(text: str) -> list[Quantity]:
    view = outline(Document("a.txt", "0" * 64, Medium.TXT, text)).view
    return find_quantities(view, load_pack())[0]


def ignored(text: str) -> list[tuple[str, str]]:
    view = outline(Document("a.txt", "0" * 64, Medium.TXT, text)).view
    return [(view.raw(*item.block), item.rule) for item in find_quantities(view, load_pack())[1]]


@pytest.mark.parametrize(
    ("text", "raw", "value", "unit"),
    [
        ("送审7,053.22万元，", "7,053.22万元", "70532200", "元"),
        ("送审7053.22 万元，", "7053.22万元", "70532200", "元"),
        ("送审７０５３．２２万元，", "７０５３．２２万元", "70532200", "元"),
        ("送审20.82亿元，", "20.82亿元", "2082000000", "元"),
        ("送审0.1亿元，", "0.1亿元", "10000000", "元"),
        ("送审13.11亿，", "13.11亿", "1311000000", "元"),
        ("投入3.5万，", "3.5万", "35000", "元"),
        ("支出1500元，", "1500元", "1500", "元"),
        ("核减6，4 50万元，", "6，450万元", "64500000", "元"),
        ("送审 9 5，480．60 万元，", "95，480．60万元", "954806000", "元"),
        ("供热改造审前9,460万元，", "9,460万元", "94600000", "元"),
        ("参训2 10余人次，", "210余人次", "210", "人次"),
        ("超过七成投向民生，", "七成", "70", "%"),
        ("审减6 ， 3 0 4万元，", "6，304万元", "63040000", "元"),
        ("扣减2 57. 6万元，", "257.6万元", "2576000", "元"),
        ("平均85 . 37分，", "85.37分", "85.37", "分"),
        ("平均88 .0分，", "88.0分", "88.0", "分"),
        ("平均85.1 6分，", "85.16分", "85.16", "分"),
        ("审减率１９。３％，", "１９。３％", "19.3", "%"),
        ("资金1.2万亿元，", "1.2万亿元", "1200000000000", "元"),
        ("投资三百二十万元，", "三百二十万元", "3200000", "元"),
        ("投资两亿元，", "两亿元", "200000000", "元"),
        ("贷款500万美元，", "500万美元", "5000000", "美元"),
        ("审减率38.08%，", "38.08%", "38.08", "%"),
        ("审减率38.08％，", "38.08％", "38.08", "%"),
        ("压减百分之十五，", "百分之十五", "15", "%"),
        ("压减百分之三点五，", "百分之三点五", "3.5", "%"),
        ("增长5‰，", "5‰", "0.5", "%"),
        ("压减三成，", "三成", "30", "%"),
        ("提升2.1个百分点，", "2.1个百分点", "2.1", "百分点"),
        ("得分89.5分，", "89.5分", "89.5", "分"),
        ("是上年的9倍，", "9倍", "9", "倍"),
        ("评审项目153 个，", "153个", "153", "个"),
        ("培训1,200人次，", "1,200人次", "1200", "人次"),
        ("举办三期，", "三期", "3", "期"),
        ("十五个项目，", "十五个", "15", "个"),
        ("覆盖5县区，", "5县区", "5", "县区"),
        ("修建12.5公里，", "12.5公里", "12.5", "公里"),
        ("面积3.2万平方米，", "3.2万平方米", "32000", "平方米"),
        ("带动就业1.5万人，", "1.5万人", "15000", "人"),
    ],
)
def test_value_and_unit(text: str, raw: str, value: str, unit: str) -> None:
    (quantity,) = read(text)
    assert (quantity.raw, quantity.value, quantity.unit) == (raw, Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "raw", "modifier"),
    [
        ("项目12个，", "12个", Modifier.EXACT),
        ("项目约12个，", "12个", Modifier.APPROX),
        ("项目12个左右，", "12个", Modifier.APPROX),
        ("资金32亿余元，", "32亿余元", Modifier.OVER),
        ("项目200余个，", "200余个", Modifier.OVER),
        ("项目700多个，", "700多个", Modifier.OVER),
        ("资金超6亿元，", "6亿元", Modifier.OVER),
        ("资金突破6亿元，", "6亿元", Modifier.OVER),
        ("资金近6亿元，", "6亿元", Modifier.UNDER),
        ("项目不足10个，", "10个", Modifier.UNDER),
        ("项目不少于10个，", "10个", Modifier.AT_LEAST),
        ("资金300万元以上，", "300万元", Modifier.AT_LEAST),
        ("资金300万元（含）以上，", "300万元", Modifier.AT_LEAST),
        ("资金300万元以下，", "300万元", Modifier.AT_MOST),
        ("比例不超过5%，", "5%", Modifier.AT_MOST),
    ],
)
def test_modifier(text: str, raw: str, modifier: Modifier) -> None:
    (quantity,) = read(text)
    assert (quantity.raw, quantity.modifier) == (raw, modifier)


def test_cumulative_governs_its_own_number_only() -> None:
    first, second = read("累计评审项目12个，审减3个。")
    assert (first.cumulative, second.cumulative) == (True, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("扣减5%-10%。", [("5", "%", Modifier.AT_LEAST), ("10", "%", Modifier.AT_MOST)]),
        ("扣减5-10%。", [("5", "%", Modifier.AT_LEAST), ("10", "%", Modifier.AT_MOST)]),
        ("补助3至5万元。", [("30000", "元", Modifier.AT_LEAST), ("50000", "元", Modifier.AT_MOST)]),
        ("优、良分别为12、5个。", [("12", "个", Modifier.EXACT), ("5", "个", Modifier.EXACT)]),
    ],
)
def test_ranges_and_shared_units(text: str, expected: list[tuple[str, str, Modifier]]) -> None:
    found = [(quantity.value, quantity.unit, quantity.modifier) for quantity in read(text)]
    assert found == [(Decimal(value), unit, modifier) for value, unit, modifier in expected]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("2023年", "date"),
        ("二〇二三年", "date"),
        ("2024年3月8日", "date"),
        ("县财绩〔2023〕15号", "document_number"),
        ("2019-2021年", "year_range"),
        ("（二）完善制度", "enumerator"),
        ("一是加强领导", "enumerator"),
        ("附件3：", "attachment"),
        ("位列全省第2位", "ordinal"),
        ("市县两级", "level"),
        ("构建1+2+N体系", "slogan"),
        ("推行“三统一”评估", "quoted_name"),
        ("连续5年", "duration"),
    ],
)
def test_numbers_that_are_no_figures_are_ignored_by_name(text: str, rule: str) -> None:
    assert read(text) == []
    assert rule in [name for _, name in ignored(text)]


def test_a_list_of_units_shares_what_its_last_number_counts() -> None:
    found = read("新蔡县231、平舆县254、正阳县198项。")
    assert [(quantity.raw, quantity.unit) for quantity in found] == [("231", "项"), ("254", "项"), ("198项", "项")]


def test_ordinals_without_di_are_no_counts() -> None:
    assert [quantity.raw for quantity in read("二轮通过22个，二次审核合格率98.4%，排在后五位的被约谈。")] == [
        "22个",
        "98.4%",
    ]


def test_one_good_and_one_poor_are_counts() -> None:
    assert [quantity.raw for quantity in read("三个良、一个中、一个差。走出一个新路子。")] == ["三个", "一个", "一个"]


def test_a_number_cut_by_the_wrap_of_lines_is_one_number_with_its_place() -> None:
    prose = (
        "本年度财政部门对各单位报送的项目支出预算逐一开展评审工作，送审金额合计7,053.22万元，"
        "审定金额6,000万元，其余项目按规定程序办理。"
    )
    text = "\n".join(prose[at : at + 37] for at in range(0, len(prose), 37))
    first, second = read(text)
    assert first.raw == "7,053.22万元" and first.value == Decimal("70532200")
    assert "\n" in text[first.span.start : first.span.end]
    assert second.raw == "6,000万元"


@given(st.integers(0, 10**12), st.integers(0, 4), st.sampled_from(["元", "万元", "亿元"]))
@example(13_000_000_000, 0, "元")  # eleven digits, as a telephone number has
@example(1_380_000_000_055, 2, "元")
def test_any_printed_amount_is_read_back_exactly(units: int, places: int, unit: str) -> None:
    scale = {"元": 1, "万元": 10**4, "亿元": 10**8}[unit]
    number = Decimal(units) / 10**places
    for printed in (f"{number:f}", f"{number:,f}"):
        (quantity,) = read(f"送审金额{printed}{unit}。")
        assert quantity.value == number * scale
        assert quantity.kind is QuantityKind.MONEY and quantity.raw == f"{printed}{unit}"
        assert quantity.value == Decimal(quantity.number) * quantity.scale


DIGITS = "零一二三四五六七八九"


def chinese(value: int) -> str:
    """A number below ten thousand as official prose writes it."""
    text, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return text.removeprefix("一") if text.startswith("一十") else text


@given(st.integers(1, 9999))
def test_chinese_numerals_are_read_back(value: int) -> None:
    assert chinese_to_decimal(chinese(value)) == value


@given(st.text(alphabet="零〇一二两三四五六七八九十百千万亿点", max_size=30))
def test_any_run_of_numeral_characters_is_a_number_or_none(text: str) -> None:
    value = chinese_to_decimal(text)
    assert value is None or value >= 0
