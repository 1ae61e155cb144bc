"""report_miner inside spaCy: ``spacy.blank("zh").add_pipe("report_miner")`` fills ``doc.spans["figures"]``.

Each span is one figure, labelled with its measure.  ``span._.figure`` is the frozen ``report_miner.model.Figure`` with
everything that was read; ``._.value`` (Decimal in the normal unit), ``._.unit``, ``._.stage``, ``._.outcome``,
``._.subject`` and ``._.period`` (first and last year) are its most asked attributes.  Two components with different
settings may run in one pipeline under different names and ``spans_key``.

``span.start_char`` and ``end_char`` may lie outside the figure's own characters, because a span begins and ends with
tokens; ``figure.quantity.span`` has the exact place.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter
from spacy.language import Language
from spacy.tokens import Doc, Span

from report_miner import packs, pipeline
from report_miner.model import Claims, Document, Figure, Medium, Via

if TYPE_CHECKING:
    from report_miner.packs import Pack

FACTORY = "report_miner"


class ReportMiner:
    """The pipeline component.

    ``unit`` and ``year`` say whose report a text is and of which year where the text itself does not; ``pack`` is the
    folder of another pattern pack; ``spans_key`` the key in ``doc.spans``.
    """

    def __init__(self, unit: str = "", year: str = "", pack: str = "", spans_key: str = "figures") -> None:
        self.claims = Claims(unit, year, Via.MANIFEST if unit else Via.NONE, Via.MANIFEST if year else Via.NONE)
        self.folder = Path(pack) if pack else None
        self.spans_key = spans_key
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Read the figures of one document; its tokens and other annotations stay as they are."""
        figures = figures_of(doc.text, self.claims, packs.load_pack(self.folder))
        doc.spans[self.spans_key] = [_span(doc, figure) for figure in figures]
        doc.user_data[KEY] = encoded({**_figures(doc), **{figure.id: figure for figure in figures}})
        return doc


@Language.factory(
    FACTORY, default_config={"unit": "", "year": "", "pack": "", "spans_key": "figures"}, assigns=["doc.spans"]
)
def create_report_miner(nlp: Language, name: str, unit: str, year: str, pack: str, spans_key: str) -> ReportMiner:
    """The component as spaCy makes it from ``nlp.add_pipe("report_miner", config={...})``."""
    return ReportMiner(unit, year, pack, spans_key)


def figures_of(text: str, claims: Claims, pack: Pack) -> tuple[Figure, ...]:
    """All figures of a text, in text order; spans count its characters."""
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return pipeline.mine(Document("-", digest, Medium.TXT, text, claims=claims), pack).figures


def _span(doc: Doc, figure: Figure) -> Span:
    """The tokens that hold a figure, with the figure attached.

    jieba and single-character tokenizers cut numbers apart or join them with a word; the span takes whole tokens.
    """
    start, end = figure.quantity.span
    # The id keeps apart what two figures in the same tokens say.
    span = doc.char_span(start, end, label=figure.labels.measure.value, span_id=figure.id, alignment_mode="expand")
    if span is None:
        raise ValueError(f"figure {figure.quantity.raw!r} at {start}:{end} has no tokens in this document")
    return span


KEY = "report_miner.figures"
"""Where ``doc.user_data`` keeps the figures by id: JSON, so that ``doc.to_bytes()`` and worker processes keep them."""


@lru_cache(maxsize=1)
def _codec() -> TypeAdapter[dict[str, Figure]]:
    return TypeAdapter(dict[str, Figure])


def encoded(figures: dict[str, Figure]) -> str:
    """Figures by id as JSON text."""
    return _codec().dump_json(figures).decode()


@lru_cache(maxsize=64)
def decoded(text: str) -> dict[str, Figure]:
    """Figures by id out of the text that ``encoded`` wrote."""
    return _codec().validate_json(text)


def _figures(doc: Doc) -> dict[str, Figure]:
    text = doc.user_data.get(KEY)
    return decoded(text) if text else {}


def figure_of(span: Span) -> Figure | None:
    """The figure of one of our spans; ``None`` for any other span."""
    return _figures(span.doc).get(span.id_)


def register_extensions() -> None:
    """Declare the extension attributes of spans; harmless when repeated."""
    getters = {
        "figure": figure_of,
        "value": lambda span: _of(span, "value"),
        "unit": lambda span: _of(span, "unit"),
        "stage": lambda span: _of(span, "stage"),
        "outcome": lambda span: _of(span, "outcome"),
        "subject": lambda span: _of(span, "subject"),
        "period": lambda span: _of(span, "period"),
    }
    for name, getter in getters.items():
        if not Span.has_extension(name):
            Span.set_extension(name, getter=getter)


def _of(span: Span, attribute: str) -> Decimal | str | tuple[str, str] | None:
    figure = figure_of(span)
    if figure is None:
        return None
    values: dict[str, Decimal | str | tuple[str, str]] = {
        "value": figure.quantity.value,
        "unit": figure.quantity.unit,
        "stage": figure.labels.stage.value,
        "outcome": figure.labels.outcome.value,
        "subject": figure.subject.name,
        "period": (figure.period.start, figure.period.end),
    }
    return values[attribute]
