"""Amounts of money: exact, and written as US documents write them."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """Round to whole cents, halves up, as a cash register does."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def dollars(amount: Decimal) -> str:
    """Write with a dollar sign: `$1,234.50`, `-$3.00`."""
    sign = "-" if amount < 0 else ""
    return f"{sign}${abs(cents(amount)):,}"


def plain(amount: Decimal) -> str:
    """Write without a sign of currency: `1,234.50`."""
    return f"{cents(amount):,}"
