"""The stages in order, for one document; reads aloud."""

from __future__ import annotations

from dataclasses import replace

from report_miner import regions
from report_miner.extract import extract
from report_miner.layout import outline
from report_miner.model import Document, Mined
from report_miner.packs import Pack, load_pack


def mine(document: Document, pack: Pack | None = None) -> Mined:
    """Everything that can be read out of one document.

    Pure: the same document and pack give the same result.  Never raises for any text.
    """
    outlined = outline(document)
    return replace(extract(outlined, pack or load_pack(), regions.load()), view=outlined.view)
