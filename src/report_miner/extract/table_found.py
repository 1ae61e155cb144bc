"""What the tables of a document give, as it is gathered table by table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from report_miner.extract.grouping import Group
from report_miner.model import Issue

if TYPE_CHECKING:
    from report_miner.extract.frame import Draft


@dataclass(slots=True)
class TableFigures:
    """What the tables of a document give.

    ``groups`` are the activities of ``drafts`` (members are indexes into it, parents indexes into ``groups``);
    ``ignored`` pairs the index of a quantity with the rule that says it is no figure; ``taken`` are the indexes of all
    quantities that the drafts were made of or that a rule ignored; ``reclaimed`` the view offsets of numbers that a
    rule for prose ignored and a table claims; ``form_years`` are those of the last form of targets, which may run on
    over the page.
    """

    drafts: list[Draft] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    ignored: list[tuple[int, str]] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    issues: list[Issue] = field(default_factory=list)
    reclaimed: set[int] = field(default_factory=set)
    form_years: tuple[str, str] | None = None

    def placed(self, groups: int, drafts: int) -> list[Group]:
        """The groups as they stand behind so many other groups, their drafts behind so many other drafts."""
        return [
            replace(
                each, members=[drafts + member for member in each.members],
                parent=groups + each.parent if each.parent >= 0 else -1,
            )
            for each in self.groups
        ]  # fmt: skip
