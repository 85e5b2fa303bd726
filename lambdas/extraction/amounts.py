"""Amounts of money and other numbers as printed, in English and continental form."""

from __future__ import annotations

import re

from lambdas.extraction.currencies import COMMA_GROUPS, CURRENCIES
from lambdas.extraction.model import Normalized

LONGEST_PLAIN = 7  # digits; more without groups are an account, a phone number or a date

_MINUS = r"\-\u2212"  # hyphen, minus sign
_DASH = rf"{_MINUS}\u2013\u2014"  # stands for no cents: 12.-
# What may be a currency: EUR, kr., US$, and any sign that has no other meaning here
_WORD = r"[A-Za-z][A-Za-z\u0142\u010d.]{0,4}|[A-Z]{0,2}[^\w\s.,'\u2019()+\u2212-]"
_NUMBER = re.compile(
    rf"""
    (?P<open>\(\s?)?
    (?P<sign>[+{_MINUS}](?:\s(?=[^0-9.]))?)?
    (?:(?P<before>(?:{_WORD})(?:\s?(?:{_WORD}))?)\s?)?+
    (?P<inner_sign>[{_MINUS}])?
    (?:
      (?P<grouped>[1-9][0-9]{{0,2}}(?P<mark>[.,'\u2019\s])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*)
      |(?P<lakhs>[1-9][0-9]?(?:,[0-9]{{2}})+,[0-9]{{3}})
      |(?P<plain>0|[1-9][0-9]*+)
      |(?=\.)
    )
    (?:(?P<point>[.,])(?P<decimals>[0-9]++|[{_DASH}]{{1,2}}))?
    (?P<trailing>\s?[{_MINUS}])?
    (?:\s?(?P<after>{_WORD}))?
    (?P<last>[{_MINUS}])?
    (?P<close>\s?\))?
    """,
    re.VERBOSE,
)
_PHONE = re.compile(r"-?[0-9]{3}\.[0-9]{4}")
SIGNS = ("open", "sign", "inner_sign", "trailing", "last")  # an opening bracket is a minus


def number(text: str, currency: str | None) -> Normalized | None:
    """Return the amount or number that the text is; None where it is none, or could be two.

    A known sign or ISO code before or behind it, or the caller's `currency` (an ISO code), makes it
    an amount; "$" alone does not say whose dollar, and two that contradict make it nothing.
    Groups are made by comma, point, apostrophe or, in an amount, space. A comma or point before
    just three digits is a thousand in one country and a decimal in another: 1,234 is 1234 only
    beside a currency whose users group by comma ($1,234), 1.234 is nothing. A minus may stand
    before; behind the number, or as a bracket, only in an amount; so may a dash for the cents
    ("12.-"). Percentages, fractions, ranges and digits that only name a thing (02801, 12345678,
    555.1234, 12.345.678) are nothing.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    words = _words(match, currency)
    codes = _codes(words)
    if not (codes if words else _is_plain(match)) or not _is_sound(match):
        return None
    code = next(iter(codes)) if len(codes) == 1 else None
    if not _has_one_reading(match, code):
        return None
    return Normalized(type="amount" if words else "number", value=_decimal(match), currency=code)


def _words(match: re.Match[str], currency: str | None) -> list[str]:
    """Return what says whose money it is: what is printed, and the caller's code if it is one."""
    before, after = match.group("before", "after")
    told = [currency] if currency in CURRENCIES else []
    return [*(before or "").split(), *(after or "").split(), *told]


def _codes(words: list[str]) -> frozenset[str]:
    """Return the currencies that all words may stand for; none where they contradict."""
    found = [CURRENCIES.get(word, frozenset()) for word in words]
    return frozenset.intersection(*found) if found else frozenset()


def _is_sound(match: re.Match[str]) -> bool:
    """Whether brackets are whole, the sign is one, and the marks are of one country."""
    signs = match.group(*SIGNS)
    opened, closed, mark, lakhs, point = match.group("open", "close", "mark", "lakhs", "point")
    mark = mark or ("," if lakhs else None)
    return (
        (opened is None) == (closed is None)
        and signs.count(None) >= len(SIGNS) - 1
        and (mark is None or mark != point)
        and not (point == "." and mark and mark.isspace())  # rather "3 125.50": two numbers
    )


def _is_plain(match: re.Match[str]) -> bool:
    """Whether what is no amount can only be a number: no remark, account, or two numbers."""
    opened, sign, trailing, last = match.group("open", "sign", "trailing", "last")
    mark, plain, point, decimals = match.group("mark", "plain", "point", "decimals")
    return not (
        opened
        or trailing
        or last
        or sign == "+"
        or (mark or "").isspace()
        or (mark == "." and point is None)
        or (decimals is None and len(plain or "") > LONGEST_PLAIN)
        or not (decimals or "0").isdecimal()
        or _PHONE.fullmatch(match[0])
    )


def _has_one_reading(match: re.Match[str], code: str | None) -> bool:
    """Whether a lone mark before three digits can only be a thousand's, or only a decimal's."""
    by_comma = (code or match["before"]) in COMMA_GROUPS
    mark, point, decimals = match.group("mark", "point", "decimals")
    if mark in (".", ",") and match["grouped"].count(mark) == 1 and point is None:
        return mark == "," and by_comma
    is_like_thousands = match["plain"] == "0" and point == "," and len(decimals) == 3  # 0,123
    return not (is_like_thousands and (by_comma or decimals == "000"))


def _decimal(match: re.Match[str]) -> str:
    grouped, lakhs, plain, decimals = match.group("grouped", "lakhs", "plain", "decimals")
    digits = plain or (grouped or lakhs or "0").replace(match["mark"] or ",", "")
    if decimals and decimals.isdecimal():
        digits = f"{digits}.{decimals}"
    sign = next(filter(None, match.group(*SIGNS)), "+")
    return f"-{digits}" if sign[0] != "+" and digits.strip("0.") else digits
