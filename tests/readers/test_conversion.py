"""Old office formats: through LibreOffice where there is one, else told with the remedy."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from report_miner.readers import ReadError, read_bytes
from report_miner.readers.convert import Conversion, convert

from .makers import SENTENCE, docx, paragraph, xlsx

DOC = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(200)


def install(folder: Path, body: str) -> None:
    """A stand-in for LibreOffice: a script that finds --outdir and the file in its arguments."""
    program = folder / "soffice"
    program.write_text(f"#!{sys.executable}\nimport sys, time, pathlib\nargs = sys.argv\n{body}\n", "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(("data", "name"), [(DOC, "旧.doc"), (DOC, "旧.wps"), (b"{\\rtf1 x}", "旧.rtf")])
def test_without_libreoffice_the_remedy_is_told(path: Path, data: bytes, name: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name)
    assert caught.value.issue.kind == "needs_conversion"
    assert name in caught.value.issue.message
    assert "LibreOffice" in caught.value.issue.message
    assert "docx" in caught.value.issue.message


def test_with_libreoffice_the_converted_file_is_read_under_its_own_name(path: Path) -> None:
    (path / "made.docx").write_bytes(docx(paragraph(SENTENCE)))
    install(
        path,
        "out = pathlib.Path(args[args.index('--outdir') + 1]); out.mkdir()\n"
        "assert pathlib.Path(args[-1]).read_bytes().startswith(bytes.fromhex('d0cf11e0'))\n"
        "assert any(a.startswith('-env:UserInstallation=file:') for a in args)\n"
        f"(out / 'report.docx').write_bytes(pathlib.Path({str(path / 'made.docx')!r}).read_bytes())",
    )
    document = read_bytes(DOC, "旧.doc")
    assert (document.text, document.path, document.issues) == (SENTENCE, "旧.doc", ())


def test_a_wps_sheet_that_the_library_cannot_read_goes_through_libreoffice(path: Path) -> None:
    data = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "Workbook".encode("utf-16-le") + bytes(200)
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "表.et")
    assert caught.value.issue.kind == "needs_conversion"
    (path / "made.xlsx").write_bytes(xlsx({"表": [["甲", 3]]}))
    install(
        path,
        "out = pathlib.Path(args[args.index('--outdir') + 1]); out.mkdir()\n"
        f"(out / 'report.xlsx').write_bytes(pathlib.Path({str(path / 'made.xlsx')!r}).read_bytes())",
    )
    assert read_bytes(data, "表.et").text == "表\n甲\t3"


def test_a_conversion_that_makes_nothing_is_told(path: Path) -> None:
    install(path, "sys.exit(1)")
    with pytest.raises(ReadError) as caught:
        read_bytes(DOC, "旧.doc")
    assert caught.value.issue.kind == "conversion_failed"


def test_a_conversion_that_hangs_is_ended_with_its_children(path: Path) -> None:
    install(path, f"pathlib.Path({str(path / 'pid')!r}).write_text(str(__import__('os').getpid()))\ntime.sleep(600)")
    with pytest.raises(ReadError) as caught:
        convert(DOC, "旧.doc", Conversion("doc", "docx", "旧"), timeout=3.0)
    assert caught.value.issue.kind == "conversion_failed"
    with pytest.raises(ProcessLookupError):
        os.kill(int((path / "pid").read_text()), 0)
