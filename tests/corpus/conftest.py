"""The corpus's makers live in ``scripts/``, outside any package."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import build_corpus  # noqa: E402
from corpus_layout import render  # noqa: E402
from corpus_markup import read_source  # noqa: E402


@pytest.fixture(scope="session")
def made():
    """All files that the build script makes, by path under ``corpus/``."""
    return build_corpus.build()


@pytest.fixture(scope="session")
def sources():
    """Every marked source with its rendering."""
    read = [read_source(path) for path in sorted((ROOT / "corpus" / "sources").glob("*.marked"))]
    return [(source, render(source)) for source in read]
