"""What file names and manifests say, and what they do not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from report_miner.claims import Manifest, ManifestError, ManifestRow, claims_for, from_path, read_manifest
from report_miner.model import Claims, Via


@pytest.mark.parametrize(
    ("path", "unit", "year"),
    [
        ("宝鸡市/陇县2023年预算绩效管理工作总结.docx", "陇县", "2023"),
        ("陇县2023年度总结.docx", "陇县", "2023"),
        ("2022年/泸县.pdf", "泸县", "2022"),
        ("2022/泸县2023.pdf", "泸县", "2023"),
        ("陇县2018-2022年总结.docx", "陇县", ""),
        ("陇县20240115.docx", "陇县", ""),
        ("陇县（2024年1月报送）.docx", "陇县", ""),
        ("总结.docx", "", ""),
        ("附件1.txt", "", ""),
        ("材料.zip/陇县2023年.txt", "陇县", "2023"),
    ],
)
def test_names_as_evidence(path: str, unit: str, year: str) -> None:
    claims = from_path(path)
    assert (claims.unit, claims.year) == (unit, year)
    assert claims.unit_via is (Via.FILE_NAME if unit else Via.NONE)
    assert claims.year_via is (Via.FILE_NAME if year else Via.NONE)


def test_the_manifest_overrides_the_name_where_it_speaks() -> None:
    said = Claims(unit="千阳县", unit_via=Via.MANIFEST)
    assert claims_for("陇县2023年.docx", said) == Claims("千阳县", "2023", Via.MANIFEST, Via.FILE_NAME)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_manifest_as_excel_saves_it(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "files.csv"
    path.write_bytes("文件,单位,年度\n宝鸡市\\陇县.docx,陇县,2023年\n,,\nb.txt,,2022\n".encode(encoding))
    assert read_manifest(path) == (
        ManifestRow("宝鸡市/陇县.docx", "陇县", "2023"),
        ManifestRow("b.txt", "", "2022"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "是空的"), ("file,unit\na,b\n", "缺少 year"), ("file,unit,year\na,b,去年\n", "第 2 行"), (None, "读不出来")],
)
def test_a_bad_manifest_is_refused_in_one_sentence(tmp_path: Path, text: str | None, said: str) -> None:
    path = tmp_path / "files.csv"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(ManifestError, match=said):
        read_manifest(path)


def test_the_longest_path_wins() -> None:
    manifest = Manifest([ManifestRow("总结.docx", "陇县", ""), ManifestRow("b/总结.docx", "泸县", "")])
    found = [manifest.claims(path) for path in ("a/总结.docx", "x/b/总结.docx", "说明.docx")]
    assert [claims.unit if claims else None for claims in found] == ["陇县", "泸县", None]
