"""File names spell places in Latin letters; a wrong guess would give every figure of a report to another unit."""

import pytest

from report_miner import regions
from report_miner.regions.spelling import spelled


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("007_heilongjiang2020_jixiao.txt", "黑龙江省"),
        ("jiangsu_yancheng_2026.pdf", "盐城市"),
        ("taian_2025.pdf", "泰安市"),
        ("longxian.docx", "陇县"),
    ],
)
def test_a_spelled_place_is_found(name: str, unit: str) -> None:
    region = spelled(name, regions.load(), 2023)
    assert region is not None
    assert region.name == unit


@pytest.mark.parametrize("name", ["suzhou_2025.html", "report_final.docx", "2023.txt", ""])
def test_what_spells_no_one_place_is_left_open(name: str) -> None:
    assert spelled(name, regions.load(), 2023) is None
