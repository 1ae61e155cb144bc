"""Small conversions between typed values and what the database stores."""

from __future__ import annotations

from decimal import Decimal


def plain(value: Decimal) -> str:
    """Exact decimal text without exponent or trailing zeros: ``Decimal("240532200.00")`` → ``240532200``."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
