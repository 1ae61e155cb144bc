"""The Python interface: one file in, figures out.  ``report_miner`` re-exports it lazily."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from report_miner import pipeline, readers
from report_miner.claims import claims_for
from report_miner.model import Activity, Document, Figure, Issue, Mined
from report_miner.store.text import plain

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Result:
    """What was mined from one document."""

    mined: Mined

    @property
    def document(self) -> Document:
        """The document as read."""
        return self.mined.document

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures in text order."""
        return self.mined.figures

    @property
    def activities(self) -> tuple[Activity, ...]:
        """The pieces of work that the figures describe."""
        return self.mined.activities

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What a person should know about our reading."""
        return self.mined.issues

    def figures_frame(self) -> pd.DataFrame:
        """One row a figure with the columns of the view ``figure_flat``; ``value`` is exact (``Decimal``)."""
        import pandas as pd  # half a second to import

        parents = {activity.id: activity.parent for activity in self.mined.activities}
        path = self.mined.document.path
        rows = [_flat(path, figure, parents.get(figure.activity, "")) for figure in self.figures]
        return pd.DataFrame(rows, columns=list(FLAT_COLUMNS))


FLAT_COLUMNS = (
    "document",
    "char_start",
    "char_end",
    "page",
    "raw",
    "value",
    "unit",
    "modifier",
    "cumulative",
    "measure",
    "stage",
    "outcome",
    "subject",
    "subject_code",
    "period_start",
    "period_end",
    "activity_id",
    "parent_activity_id",
    "counted",
    "rule",
    "sentence",
    "scope",
    "actor",
    "period_part",
    "period_basis",
    "confidence",
)


def read(path: str | Path) -> Document:
    """Read one file; what its name says about unit and year goes into ``claims``.

    Raises ``readers.ReadError`` with one sentence where it cannot be read.
    """
    document = readers.read(Path(path))
    return replace(document, claims=claims_for(document.path))


def mine(document: Document) -> Result:
    """All figures of a document, with their meaning."""
    return Result(pipeline.mine(document))


def _flat(path: str, figure: Figure, parent: str) -> tuple[object, ...]:
    quantity, labels, period = figure.quantity, figure.labels, figure.period
    return (
        path,
        *quantity.span,
        figure.page,
        quantity.raw,
        type(quantity.value)(plain(quantity.value)),
        quantity.unit,
        quantity.modifier.value,
        quantity.cumulative,
        labels.measure.value,
        labels.stage.value,
        labels.outcome.value,
        figure.subject.name,
        figure.subject.code,
        period.start,
        period.end,
        figure.activity,
        parent,
        labels.counted,
        labels.rule,
        figure.quote,
        labels.scope.value,
        labels.actor.value,
        period.part.value,
        period.basis.value,
        figure.confidence,
    )
