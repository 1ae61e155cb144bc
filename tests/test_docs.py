"""What the READMEs tell people to type works as printed, in both languages; every command is documented in both."""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from report_miner.cli import main

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh-CN.md")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"\s+#\s.*$")


def blocks(readme: str, language: str) -> list[str]:
    text = (ROOT / readme).read_text(encoding="utf-8")
    return [code for kind, code in BLOCK.findall(text) if kind == language]


def commands(readme: str) -> list[str]:
    """All lines of the shell blocks, in order, without their comments."""
    lines = [COMMENT.sub("", line) for code in blocks(readme, "sh") for line in code.splitlines()]
    return [line for line in lines if line.strip()]


def demo() -> list[str]:
    """The reports that `make demo` mines, as the Makefile names them."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (others,) = re.findall(r"^OTHERS := (.+)$", makefile, re.MULTILINE)
    stems = {Path(name).stem for name in others.split()}
    texts = [f"corpus/reports/{path.name}" for path in sorted((ROOT / "corpus" / "reports").glob("*.txt"))]
    return [path for path in texts if Path(path).stem not in stems] + [
        f"corpus/formats/{name}" for name in others.split()
    ]


def run(line: str) -> Result:
    """A `report-miner` line as typed; a fault of ours (not a refusal) fails the test."""
    name, *arguments = shlex.split(line)
    assert name == "report-miner", line
    result = CliRunner().invoke(main, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the READMEs see it: the corpus, a folder of one's own reports, and the demo's database."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "corpus").symlink_to(ROOT / "corpus")
    (folder / "patterns").symlink_to(ROOT / "patterns")
    (folder / "reports").mkdir()
    for name in ("shexian_2023.docx", "naiman_2023.pdf", "tianshui_2023.html"):
        shutil.copy(ROOT / "corpus" / "formats" / name, folder / "reports")
    return folder


@pytest.fixture(params=READMES)
def readme(request: pytest.FixtureRequest, desk: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """One README at a time, on a fresh demo database, with the manifest that it prints."""
    monkeypatch.chdir(desk)
    shutil.rmtree("outputs", ignore_errors=True)
    assert run(f"report-miner mine {' '.join(demo())} --db outputs/demo.db").exit_code == 0
    (manifest,) = blocks(request.param, "csv")
    Path("files.csv").write_text(manifest, encoding="utf-8")
    return str(request.param)


def test_every_command_line_runs(readme: str) -> None:
    typed = [line for line in commands(readme) if not line.startswith("make ")]
    assert len(typed) > 15
    for line in typed:
        result = run(line)
        expected = (0, 1) if line.split()[1] == "check" else (0,)
        assert result.exit_code in expected, f"{line}\n{result.output}"


def test_what_a_command_prints_is_what_it_prints(readme: str) -> None:
    """Every line of the printed output occurs in the real one."""
    shown = 0
    for code in blocks(readme, "console"):
        output = ""
        for line in code.splitlines():
            if line.startswith("$ "):
                output = run(line.removeprefix("$ ")).output
            else:
                assert line in output, f"not printed: {line}"
                shown += 1
    assert shown > 4


def test_every_query_finds_something(readme: str) -> None:
    run("report-miner check outputs/demo.db")
    connection = sqlite3.connect("outputs/demo.db")
    queries = blocks(readme, "sql")
    found = [connection.execute(query).fetchall() for query in queries]
    connection.close()
    assert len(found) == 2 and all(found)


def test_every_python_example_prints_something(readme: str, capsys: pytest.CaptureFixture[str]) -> None:
    examples = blocks(readme, "python")
    assert len(examples) == 2
    for code in examples:
        exec(compile(code, readme, "exec"), {})
        assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_documented(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    wanted = []
    for command, what in main.commands.items():
        wanted += (
            [f"{command} {sub}" for sub in what.commands if sub != "explain"]
            if isinstance(what, click.Group)
            else [command]
        )
    assert [command for command in wanted if f"report-miner {command} " not in text] == []


@pytest.mark.parametrize("name", READMES)
def test_every_make_target_and_linked_file_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"\bmake ([a-z]+)\b(?=`|\s+#)", text))
    assert {"demo", "test"} <= targets
    assert [target for target in sorted(targets) if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_both_languages_say_the_same() -> None:
    """The same commands, queries and programs; only comments and headings differ."""
    assert commands(READMES[0]) == commands(READMES[1])
    one, other = (
        [re.sub(r"--.*|\s+# .*", "", code) for kind in ("sql", "python", "console") for code in blocks(name, kind)]
        for name in READMES
    )
    assert one == other
