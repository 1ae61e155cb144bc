"""What is installed from a wheel works without the sources beside it: patterns, lexicon and regions travel inside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SENTENCE = "评审项目12个，送审金额7,312.46万元，新建污水处理厂3座。"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as `pip wheel` builds it, without network."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--quiet"]
    pip("wheel", *options, "--wheel-dir", str(folder), str(ROOT))
    (built,) = folder.glob("report_miner-*.whl")
    return built


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel alone is installed; its dependencies come from the test environment."""
    target = tmp_path_factory.mktemp("site")
    options = ["--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check", "--quiet"]
    pip("install", *options, "--target", str(target), str(wheel))
    return target


def pip(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", "pip", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def python(site: Path, code: str) -> str:
    """Output of a program that sees the installed package before the sources, away from the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False, cwd=site, env=environment
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_pattern_file_is_in_the_wheel(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = [path for path in (ROOT / "patterns").rglob("*") if path.is_file()]
    assert wanted
    assert [
        path
        for path in wanted
        if f"report_miner/_patterns/{path.relative_to(ROOT / 'patterns').as_posix()}" not in inside
    ] == []


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0].split("-")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"report_miner"}


def test_explain_runs_from_the_installed_wheel(site: Path) -> None:
    output = python(
        site, f"from report_miner.cli import main; main(['explain', {SENTENCE!r}, '--unit', '陇县', '--json'])"
    )
    readings = json.loads(output)["readings"]
    assert [(each["raw"], each["measure"]["code"], each["subject"]["name"]) for each in readings][:2] == [
        ("12个", "project_count", "陇县"),
        ("7,312.46万元", "amount_submitted", "陇县"),
    ]


def test_the_installed_package_reads_its_own_data(site: Path) -> None:
    """Otherwise the checkout beside it would answer for what the wheel lacks."""
    output = python(
        site,
        "import report_miner; from report_miner.packs import packs_folder; from report_miner.checks import identities\n"
        "print(report_miner.__file__); print(packs_folder()); print(identities.default_path())",
    )
    places = [Path(line).resolve() for line in output.split()]
    assert [place.is_relative_to(site.resolve()) for place in places] == [True] * 3
    assert all(place.exists() for place in places)


def test_the_lexicon_travels_too(site: Path) -> None:
    code = "from report_miner.extract.counting import counted_noun; print(counted_noun('新建污水处理厂', '。'))"
    assert python(site, code).strip() == "污水处理厂"


def test_spacy_finds_the_component_by_its_entry_point(site: Path) -> None:
    code = (
        "import spacy; nlp = spacy.blank('zh'); nlp.add_pipe('report_miner'); doc = nlp('评审项目12个。')\n"
        "print([(span.text, span.label_) for span in doc.spans['figures']])"
    )
    assert python(site, code).strip() == "[('12个', 'project_count')]"


def test_the_installed_pack_passes_its_own_lint(site: Path) -> None:
    output = python(site, "from report_miner.cli import main; main(['patterns', 'lint'])")
    assert "模式包写法无误" in output
