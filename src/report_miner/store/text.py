"""How stored values are shown to people, the same in sheets and on the terminal."""

from __future__ import annotations

from decimal import Decimal

from report_miner.model import Span


def plain(value: Decimal) -> str:
    """Exact decimal text without exponent or trailing zeros: ``Decimal("240532200.00")`` → ``240532200``."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def place(page: int | None, span: Span) -> str:
    """Where a person looks: the page where there is one, and the offsets in the text."""
    offsets = f"第{span.start}—{span.end}字"
    return f"第{page}页 {offsets}" if page else offsets


def marked(quote: str, at: int, raw: str) -> str:
    """The sentence with the figure that begins at offset ``at`` between 【 and 】.

    ``raw`` has no white space, the quote may have some inside the figure.
    """
    end, left = at, len(raw)
    while left and end < len(quote):
        left -= not quote[end].isspace()
        end += 1
    return f"{quote[:at]}【{quote[at:end]}】{quote[end:]}"


def years(start: str, end: str) -> str:
    """A period as people write it: 2023, 2020—2023, —2023 where the start is open."""
    return end if start == end else f"{start}—{end}"
