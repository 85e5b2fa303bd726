"""What a text is to a machine: the whole of it, or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.documents import DateOrder
from lambdas.extraction.model import Normalized
from lambdas.extraction.normalize import normalized


def read(text: str, *, order: DateOrder | None = None, currency: str | None = None) -> str | None:
    """Return `type value currency`, or None."""
    found = normalized(text, date_order=order, currency=currency)
    if found is None:
        return None
    return " ".join(filter(None, [found.type, str(found.value), found.currency]))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-03-18", "2026-03-18"),
        ("2026/3/8", "2026-03-08"),
        ("03/18/2026", "2026-03-18"),
        ("18/03/2026", "2026-03-18"),
        ("18.03.2026", "2026-03-18"),
        ("18. 3. 2026", "2026-03-18"),
        ("03/03/2026", "2026-03-03"),
        ("29/02/2024", "2024-02-29"),
        ("1/18/21", "2021-01-18"),
        ("12/31/99", "1999-12-31"),
        ("25/12/24", "2024-12-25"),
    ],
)
def test_a_numeric_date_that_can_only_be_one_day_is_that_day(text: str, value: str) -> None:
    assert read(text) == f"date {value}"


@pytest.mark.parametrize(
    "text",
    ["18 March 2026", "March 18, 2026", "Mar. 18th, 2026", "18-Mar-2026", "18/Mar/26", "18MAR2026",
     "Wednesday, March 18, 2026", "18. M\u00e4rz 2026", "Mittwoch, 18. Maerz 2026", "18 mars 2026",
     "18 marzo 2026", "mercoled\u00ec 18 marzo 2026", "18 de marzo de 2026",
     "18 DE MAR\u00c7O DE 2026",
     "quarta-feira, 18 de mar\u00e7o de 2026", "  18 March 2026 "],
)  # fmt: skip
def test_a_date_with_a_month_s_name_is_read_in_textract_s_languages(text: str) -> None:
    assert read(text) == "date 2026-03-18"


@pytest.mark.parametrize("text", ["1er janvier 2026", "1\u00ba de janeiro de 2026", "Jan 1, 2026"])
def test_the_first_of_a_month_may_be_an_ordinal(text: str) -> None:
    assert read(text) == "date 2026-01-01"


def test_an_ambiguous_date_is_read_in_the_order_that_the_caller_says_and_else_not() -> None:
    assert read("03/04/2026") is None
    assert read("03/04/2026", order="DMY") == "date 2026-04-03"
    assert read("03/04/2026", order="MDY") == "date 2026-03-04"


def test_a_day_over_12_goes_before_the_order() -> None:
    assert read("03/18/2026", order="DMY") == "date 2026-03-18"


def test_two_digits_before_a_dash_may_be_the_year() -> None:
    assert read("26-03-18") is None
    assert read("26-03-18", order="DMY") == "date 2018-03-26"


def test_two_digits_of_a_year_are_1950_to_2049() -> None:
    assert read("13 May 49") == "date 2049-05-13"
    assert read("13 May 50") == "date 1950-05-13"


@pytest.mark.parametrize(
    "text", ["2028-01-20T00:00:00", "01/20/2028 14:33", "20 Jan 2028, 2:33 PM"]
)
def test_a_time_of_day_beside_a_date_is_left_out(text: str) -> None:
    assert read(text) == "date 2028-01-20"


def test_the_hour_may_be_called_uhr() -> None:
    assert read("24.12.2024 17:00 Uhr") == "date 2024-12-24"


@pytest.mark.parametrize(
    "text",
    ["Di. 24.12.2024", "Dienstag, 24.12.2024", "Di., 24. Dezember 2024", "mar. 24 d\u00e9c. 2024",
     "mar 24/12/2024", "Tues 24 Dec 2024", "ter, 24 dez 2024", "TER. 24-12-2024"],
)  # fmt: skip
def test_a_weekday_may_stand_before_any_date(text: str) -> None:
    assert read(text) == "date 2024-12-24"


@pytest.mark.parametrize(
    "weekday",
    ["mo", "mi", "do", "fr", "sa", "so", "lun", "mer", "jeu", "ven", "sam", "dim", "gio", "sab",
     "dom", "mie", "mi\u00e9", "jue", "vie", "s\u00e1b", "seg", "qua", "qui", "sex"],
)  # fmt: skip
def test_a_weekday_may_be_cut_short_as_in_textract_s_languages(weekday: str) -> None:
    assert read(f"{weekday}. 24.12.2024") == "date 2024-12-24"


def test_a_set_of_something_is_no_september() -> None:
    assert read("1 set 24") is None
    assert read("Set 1, 24") is None
    assert read("1 set 2024") == "date 2024-09-01"


@pytest.mark.parametrize(
    "text",
    ["31/04/2026", "29/02/2023", "2026-18-03", "2026-02-30", "99/99/2026", "1/1/0026",
     "March 2026", "18 March", "5 xyz 2026", "Unit 5, 2026", "Foo 18 March 2026", "12:22",
     "Mar 18, 2026 to Mar 20, 2026", "2026-03-18T14:00:00Z", "2026-03-18 25:00", "due 03/18/2026",
     "987-65-4321", "555-0100", "10.0.0.1", "1-2", "20260318"],
)  # fmt: skip
def test_what_is_no_date_or_only_holds_one_is_nothing(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$1,234.50", "1234.50"),
        ("$1,234", "1234"),
        ("$.50", "0.50"),
        ("\u20ac1.234,56", "1234.56 EUR"),
        ("1.234,56 \u20ac", "1234.56 EUR"),
        ("1 234,56 EUR", "1234.56 EUR"),
        ("1\u202f234,56 \u20ac", "1234.56 EUR"),
        ("CHF 1'234.50", "1234.50 CHF"),
        ("\u20b91,23,456.00", "123456.00 INR"),
        ("\u00a31,234", "1234 GBP"),
        ("USD $12.00", "12.00 USD"),
        ("$12.00 CAD", "12.00 CAD"),
        ("US$ 5", "5 USD"),
        ("kr 99,50", "99.50"),
        ("-$5.00", "-5.00"),
        ("$-5.00", "-5.00"),
        ("($5.00)", "-5.00"),
        ("5,00- EUR", "-5.00 EUR"),
        ("5,00 EUR-", "-5.00 EUR"),
        ("+$5", "5"),
        ("-$0.00", "0.00"),
        ("CHF 12.-", "12 CHF"),
        ("CHF 1'234.--", "1234 CHF"),
        ("EUR 5,-", "5 EUR"),
        ("5,\u2013 \u20ac", "5 EUR"),
        ("-12,\u2014 EUR", "-12 EUR"),
        ("1.234,- EUR", "1234 EUR"),
        ("5,- kr", "5"),
        ("Fr. 12.50", "12.50"),
        ("SFr. 12.50", "12.50 CHF"),
    ],
)
def test_a_number_beside_a_currency_is_an_amount(text: str, value: str) -> None:
    assert read(text) == f"amount {value}"


def test_the_caller_s_currency_makes_a_number_an_amount_and_says_whose_dollar_is_printed() -> None:
    assert read("12.50", currency="CAD") == "amount 12.50 CAD"
    assert read("$12.50", currency="CAD") == "amount 12.50 CAD"
    assert read("kr 99,50", currency="SEK") == "amount 99.50 SEK"
    assert read("Fr. 99.50", currency="CHF") == "amount 99.50 CHF"
    assert read("12.50 EUR", currency="EUR") == "amount 12.50 EUR"
    assert read("1,234", currency="USD") == "amount 1234 USD"
    assert read("(1,234.50)", currency="USD") == "amount -1234.50 USD"


@pytest.mark.parametrize("text", ["EUR 12.00", "\u20ac12.00", "12.00 CAD", "kr 12.00", "Rs. 12.00"])
def test_what_is_printed_as_another_currency_than_the_caller_s_is_nothing(text: str) -> None:
    assert read(text, currency="USD") is None


@pytest.mark.parametrize("text", ["\u20ac12 $", "kr 12 EUR", "$12 CHF"])
def test_two_currencies_in_one_amount_are_nothing(text: str) -> None:
    assert read(text) is None


def test_a_code_that_is_no_currency_s_says_nothing() -> None:
    assert read("12.50", currency="XYZ") == "number 12.50"
    assert read("\u20ac12.50", currency="XYZ") == "amount 12.50 EUR"


@pytest.mark.parametrize("text", ["\u20ac1.234", "\u20ac1,234", "$1.234", "1,234 $", "KWD 1.234"])
def test_an_amount_that_may_be_a_thousand_times_another_is_nothing(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", "0"), ("12", "12"), ("-5", "-5"), ("\u22125.5", "-5.5"), ("0.50", "0.50"), (".5", "0.5"),
     ("12,34", "12.34"), ("0,123", "0.123"), ("1234,567", "1234.567"), ("1,234.5", "1234.5"),
     ("1.234,5", "1234.5"), ("1,234,567", "1234567"), ("12,34,567", "1234567"),
     ("1'234", "1234")],
)  # fmt: skip
def test_a_number_may_be_written_as_in_england_india_or_on_the_continent(
    text: str, value: str
) -> None:
    assert read(text) == f"number {value}"


@pytest.mark.parametrize(
    "text",
    ["1,234", "1.234", "1,234,56", "1.2.3", "12 34", "3 125.50", "40 11,000", "5.", "1e5", "0x1F",
     "(1)", "5-", "5,-", "5.-", "+5", "- 5", "12%", "1/2", "1-2", "1st", "#5", "12 kg", "ALL 12",
     "5 PEN", "$89.99 S", "$ 452.43 23,526.80", "\u20ac12 USD", "$(5", "--5", "\u0665", "\u00b2",
     "1\n2"],
)  # fmt: skip
def test_what_is_not_one_number_for_certain_is_nothing(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text", ["02801", "007", "00", "12345678", "5551234567", "12.345.678", "555.1234"]
)
def test_digits_that_name_a_thing_are_no_number(text: str) -> None:
    assert read(text) is None


def test_four_decimals_are_a_number_wherever_they_are_no_phone_s() -> None:
    assert read("1.2345") == "number 1.2345"
    assert read("$555.1234") == "amount 555.1234"


@pytest.mark.parametrize("text", ["0,000", "$0,000", "$0,123"])
def test_thousands_that_begin_with_a_zero_are_nothing(text: str) -> None:
    assert read(text) is None


def test_three_decimals_behind_a_comma_are_read_beside_a_currency_of_the_continent() -> None:
    assert read("0,289 EUR") == "amount 0.289 EUR"


@pytest.mark.parametrize(("text", "value"), [("Yes", True), ("TRUE", True), ("no", False)])
def test_yes_and_no_are_booleans(text: str, value: bool) -> None:
    assert normalized(text) == Normalized(type="boolean", value=value)


@pytest.mark.parametrize("text", ["", "Y", "x", "Yes, please", "John Smith", "123 Any Street"])
def test_a_word_a_name_and_an_address_are_nothing(text: str) -> None:
    assert normalized(text) is None


def test_a_lone_checkbox_is_its_state() -> None:
    assert normalized("", selected=True) == Normalized(type="boolean", value=True)
    assert normalized(" ", selected=False) == Normalized(type="boolean", value=False)


def test_a_text_beside_an_empty_checkbox_was_not_chosen() -> None:
    assert normalized("Yes", selected=True) == Normalized(type="boolean", value=True)
    assert normalized("Yes", selected=False) is None
    assert normalized("$50", selected=False) is None


PIECES = (
    st.text(st.sampled_from("0123456789.,-/() '$\u20ac%:TZ\u00bd\u0663 MarchEURjan\u00ba"))
    | st.text()
)


@given(
    PIECES,
    st.none() | st.booleans(),
    st.sampled_from([None, "DMY", "MDY"]),
    st.none() | st.just("USD"),
)
def test_no_text_breaks_it(
    text: str, selected: bool | None, order: DateOrder | None, currency: str | None
) -> None:
    found = normalized(text, selected=selected, date_order=order, currency=currency)

    assert found is None or isinstance(found.value, bool) == (found.type == "boolean")


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_every_date_in_iso_8601_is_itself(day: date) -> None:
    assert read(day.isoformat()) == f"date {day.isoformat()}"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**9))
def test_every_amount_is_read_as_it_was_printed_in_both_forms(amount: Decimal) -> None:
    english = f"{amount:,}"
    continental = english.translate(str.maketrans(",.", ".,"))

    assert read(f"${english}") == f"amount {amount}"
    assert read(f"{continental} EUR") == f"amount {amount} EUR"
