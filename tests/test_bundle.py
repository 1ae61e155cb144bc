"""The bundle for offices without internet: what its scripts say, and what is asked of pip.  (`make bundle-check` makes
one and installs it; that needs a package index.)"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "bundle.py"


@pytest.fixture(scope="module")
def bundle() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bundle", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["bundle"] = module
    spec.loader.exec_module(module)
    return module


def test_installing_asks_no_index(bundle: ModuleType, tmp_path: Path) -> None:
    bundle.write_scripts(tmp_path, bundle.target("manylinux2014_x86_64", "3.12"))
    script = (tmp_path / "install.sh").read_text("utf-8")
    assert "--no-index --find-links wheels report-miner" in script
    assert "(3, 12)" in script
    assert os.access(tmp_path / "install.sh", os.X_OK)


def test_the_windows_script_is_one_that_cmd_reads(bundle: ModuleType, tmp_path: Path) -> None:
    bundle.write_scripts(tmp_path, bundle.target("win_amd64", "3.11"))
    script = (tmp_path / "install.bat").read_bytes()
    assert script.count(b"\r\n") == script.count(b"\n")
    words = script.decode("gbk")
    assert "--no-index --find-links wheels report-miner" in words
    assert "py -3.11 -m venv" in words
    notes = (tmp_path / "说明.txt").read_bytes()
    assert notes.startswith(b"\xef\xbb\xbf")
    assert "install.bat" in notes.decode("utf-8-sig")
    assert not (tmp_path / "install.sh").exists()


def test_another_platform_takes_wheels_alone_and_what_its_markers_need(bundle: ModuleType, tmp_path: Path) -> None:
    build, fetch = bundle.wheel_commands(bundle.target("win_amd64", "3.12"), tmp_path)
    assert build[0] == "wheel"
    assert "--no-deps" in build
    assert fetch[fetch.index("--platform") + 1] == "win_amd64"
    assert fetch[fetch.index("--python-version") + 1] == "3.12"
    assert {":all:", "colorama"} <= set(fetch)


def test_this_machine_is_collected_for_the_python_that_runs(bundle: ModuleType, tmp_path: Path) -> None:
    running = f"{sys.version_info[0]}.{sys.version_info[1]}"
    (only,) = bundle.wheel_commands(bundle.target("", running), tmp_path)
    assert "--platform" not in only
    with pytest.raises(ValueError, match="--platform"):
        bundle.target("", "2.7")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_the_wrong_python_is_refused_in_one_sentence_before_anything_is_made(
    bundle: ModuleType, tmp_path: Path
) -> None:
    bundle.write_scripts(tmp_path, bundle.target("manylinux2014_x86_64", "2.7"))
    target = tmp_path / "installed"
    environment = {**os.environ, "PYTHON": sys.executable}
    done = subprocess.run(
        ["sh", str(tmp_path / "install.sh"), str(target)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "需要 Python 2.7" in done.stderr
    assert not target.exists()
