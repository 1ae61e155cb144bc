"""The one composition of the stages: what it hands on, to the store and to everyone else."""

from __future__ import annotations

import report_miner
from report_miner import pipeline, store
from report_miner.model import Document, Medium

TEXT = "陇县2023年预算评审工作总结\n\n2023年，全县评审项目12个，送审金额1,200.50万元。\n"
DOCUMENT = Document("陇县.txt", "0" * 64, Medium.TXT, TEXT)


def test_the_view_that_offsets_count_comes_with_what_was_mined() -> None:
    mined = pipeline.mine(DOCUMENT)
    assert mined.view is not None
    for figure in mined.figures:
        block = figure.quantity.block
        assert mined.view.raw(*block) == figure.quantity.raw
        assert mined.view.span(*block) == figure.quantity.span


def test_parts_reach_the_database_with_their_titles() -> None:
    (part, *_) = store.rows_of(pipeline.mine(DOCUMENT)).parts
    assert "陇县2023年预算评审工作总结" in part


def test_mining_twice_gives_the_same() -> None:
    assert pipeline.mine(DOCUMENT) == pipeline.mine(DOCUMENT)
    assert report_miner.mine(DOCUMENT).figures == pipeline.mine(DOCUMENT).figures
