"""Everything that an office without internet needs to install report_miner, in one folder.

    python scripts/bundle.py                                    # for this machine
    python scripts/bundle.py --platform win_amd64 --python 3.12 # for another

The folder (dist/bundle/<platform>-<python>) holds wheels/, install.sh or install.bat, and 说明.txt; it needs no
more than Python of that version on the target machine.  Collecting needs a package index; installing does not.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE_ONLY = ("jieba>=0.42.1,<0.43",)
"""Pure Python packages that the index offers as source alone; built here, they fit any platform."""
WINDOWS_ONLY = ("colorama",)
"""Needed on Windows by marker; pip judges markers by the machine that it runs on."""

INSTALL_SH = """#!/bin/sh
# 在没有互联网的机器上安装 report-miner：sh install.sh [安装文件夹]
set -e
cd "$(dirname "$0")"
PYTHON="${{PYTHON:-python3}}"
TARGET="${{1:-$HOME/report-miner}}"
if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info[:2] != ({major}, {minor}))' 2>/dev/null; then
    echo "需要 Python {major}.{minor}，请先安装，或用 PYTHON=/路径/python{major}.{minor} sh install.sh 指定。" >&2
    exit 1
fi
"$PYTHON" -m venv "$TARGET"
"$TARGET/bin/python" -m pip install --quiet --no-index --find-links wheels report-miner
"$TARGET/bin/report-miner" --version
echo "安装完成：$TARGET/bin/report-miner"
"""

INSTALL_BAT = """@echo off
rem 在没有互联网的机器上安装 report-miner：install.bat [安装文件夹]
setlocal
cd /d "%~dp0"
set TARGET=%~1
if "%TARGET%"=="" set TARGET=%USERPROFILE%\\report-miner
py -{major}.{minor} --version >nul 2>nul
if errorlevel 1 (
    echo 需要 Python {major}.{minor}（64位），请先安装后再运行本脚本。
    exit /b 1
)
py -{major}.{minor} -m venv "%TARGET%" || exit /b 1
"%TARGET%\\Scripts\\python" -m pip install --quiet --no-index --find-links wheels report-miner || exit /b 1
"%TARGET%\\Scripts\\report-miner" --version || exit /b 1
echo 安装完成：%TARGET%\\Scripts\\report-miner.exe
"""

NOTES = """report-miner 离线安装包（{platform}，Python {major}.{minor}）

一、本机需已安装 Python {major}.{minor}；除此之外不需要联网，也不需要管理员权限。
二、把整个文件夹复制到本机，运行 {script}。默认安装到用户目录下的 report-miner 文件夹，
    也可以在命令后面写上别的文件夹。
三、安装完成后，把报告所在的文件夹读入数据库：
        report-miner mine 报告文件夹 --db 结果.db
    查看结果：report-miner show 结果.db    校验：report-miner check 结果.db
四、卸载：删除安装文件夹即可。升级：用新的安装包再运行一次 {script}。
"""


@dataclass(frozen=True, slots=True)
class Target:
    """The machine to install on: pip's platform tag ("" for this one) and its Python."""

    platform: str
    major: int
    minor: int

    @property
    def windows(self) -> bool:
        return self.platform.startswith("win") or (not self.platform and sys.platform == "win32")

    @property
    def folder(self) -> str:
        platform = self.platform or sysconfig.get_platform().replace("-", "_").replace(".", "_")
        return f"{platform}-py{self.major}{self.minor}"


def target(platform: str, python: str) -> Target:
    """ValueError where ``python`` is not like ``3.12``, or where this machine is asked for with another Python."""
    major, _, minor = python.partition(".")
    found = Target(platform, int(major), int(minor))
    if not platform and (found.major, found.minor) != sys.version_info[:2]:
        raise ValueError("another Python than the one running needs --platform")
    return found


def write_scripts(folder: Path, goal: Target) -> None:
    """The install script for the target, and the notes that Windows' editors show rightly."""
    script = "install.bat" if goal.windows else "install.sh"
    words = {"platform": goal.folder, "major": goal.major, "minor": goal.minor, "script": script}
    if goal.windows:
        # cmd reads scripts in the system's code page, on Chinese Windows GBK.
        body = INSTALL_BAT.format(**words).replace("\n", "\r\n").encode("gbk")
    else:
        body = INSTALL_SH.format(**words).encode()
    (folder / script).write_bytes(body)
    (folder / script).chmod(0o755)
    (folder / "说明.txt").write_bytes(NOTES.format(**words).replace("\n", "\r\n").encode("utf-8-sig"))


def wheel_commands(goal: Target, wheels: Path) -> list[list[str]]:
    """The calls of pip that fill ``wheels``, in order."""
    build = ["wheel", "-qq", "--wheel-dir", str(wheels)]
    if not goal.platform:
        return [[*build, str(ROOT)]]
    extra = WINDOWS_ONLY if goal.windows else ()
    where = ["--platform", goal.platform, "--python-version", f"{goal.major}.{goal.minor}", "--implementation", "cp"]
    fetch = ["download", "-qq", "--dest", str(wheels), "--find-links", str(wheels), "--only-binary", ":all:"]
    return [[*build, "--no-deps", str(ROOT), *SOURCE_ONLY], [*fetch, *where, "report-miner", *extra]]


def collect(goal: Target, out: Path) -> Path:
    """Make the bundle anew and return its folder; the old one is replaced only when all is there."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        made = Path(scratch) / goal.folder
        wheels = made / "wheels"
        wheels.mkdir(parents=True)
        for command in wheel_commands(goal, wheels):
            subprocess.run([sys.executable, "-m", "pip", *command], check=True)
        write_scripts(made, goal)
        final = out / goal.folder
        shutil.rmtree(final, ignore_errors=True)
        made.rename(final)
    return final


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--platform", default="", help="pip's platform tag, as win_amd64; default: this machine")
    parser.add_argument("--python", default=f"{sys.version_info[0]}.{sys.version_info[1]}", help="as 3.12")
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "bundle")
    parser.add_argument("--name", action="store_true", help="only say what the bundle's folder is called")
    options = parser.parse_args()
    try:
        goal = target(options.platform, options.python)
        if options.name:
            print(goal.folder)
            return
        folder = collect(goal, options.out)
    except ValueError as error:
        parser.error(str(error))
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"pip could not collect the wheels (exit code {error.returncode})") from error
    size = sum(wheel.stat().st_size for wheel in (folder / "wheels").iterdir()) / 1e6
    print(f"{folder}: {len(list((folder / 'wheels').iterdir()))} wheels, {size:.0f} MB")


if __name__ == "__main__":
    main()
