"""Named values are shown so that a person sees what is what."""

from lambdas.extraction.model import (
    Box,
    Classification,
    Content,
    Counts,
    Field,
    Group,
    LineItem,
    Normalized,
    Page,
    Prediction,
)
from lambdas.extraction.named_markdown import named_values

NO_COUNTS = Counts(lines=0, words=0, fields=0, tables=0, signatures=0, doubtful=0)


def a_field(name: str, value: str, **more: object) -> Field:
    members: dict[str, object] = {
        **dict.fromkeys(("selected", "confidence", "box")),
        **{"kind": "expense", "page": 1, "record": 1, **more},
    }
    return Field(name=name, value=value, **members)  # type: ignore[arg-type]


def an_item(*values: tuple[str, str], record: int = 1, group: int = 1, row: int = 1) -> LineItem:
    fields = [a_field(name, value) for name, value in values]
    return LineItem(page=1, record=record, group=group, row=row, fields=fields)


def shown(
    *fields: Field, items: tuple[LineItem, ...] = (), classification: Classification | None = None
) -> str:
    page = Page(
        page=1,
        text="",
        lines=[],
        words=[],
        layout=[],
        counts=NO_COUNTS,
        classification=classification,
    )
    content = Content(
        page=page,
        fields=list(fields),
        tables=[],
        line_items=list(items),
        signatures=[],
        warnings=[],
    )
    return "\n\n".join(named_values(content))


def test_a_page_without_named_values_shows_nothing() -> None:
    assert shown(a_field("Name", "Ann", kind="key_value")) == ""


def test_a_value_stands_with_its_type_and_the_printed_label() -> None:
    assert shown(a_field("TOTAL", "$6.50", label="Grand total:")) == (
        "**Invoice or receipt**\n\n- **TOTAL** (Grand total): $6.50"
    )


def test_a_label_that_says_the_type_again_is_left_out() -> None:
    subtotal = a_field("SUBTOTAL", "6.00", label="Subtotal")
    units = a_field("NUMBER_OF_UNITS", "1", label="Number of units:")

    assert "- **SUBTOTAL:** 6.00\n- **NUMBER_OF_UNITS:** 1" in shown(subtotal, units)


def test_what_textract_has_no_type_for_stands_under_its_label() -> None:
    text = shown(a_field("OTHER", "12", label="Till #"), a_field("", "13", label="Gate"))

    assert "- **Till #:** 12\n- **Gate:** 13" in text


def test_marks_between_a_label_and_its_value_are_left_out() -> None:
    assert "- **TRANS ID:** 25" in shown(a_field("OTHER", "25", label="TRANS ID\n-"))


def test_a_value_without_type_and_label_stands_alone() -> None:
    assert shown(a_field("", "# x")).endswith("\n- \\# x")


def test_the_vendors_values_stand_first_then_the_receivers() -> None:
    text = shown(
        a_field("TOTAL", "6.50"),
        a_field("RECEIVER_NAME", "Ann"),
        a_field("CITY", "Berne", groups=[Group(id="g", types=["VENDOR", "VENDOR_REMIT_TO"])]),
        a_field("VENDOR_NAME", "Nuts Ltd"),
    )

    assert text.splitlines()[2:] == [
        "- **VENDOR_REMIT_TO CITY:** Berne",
        "- **VENDOR_NAME:** Nuts Ltd",
        "- **RECEIVER_NAME:** Ann",
        "- **TOTAL:** 6.50",
    ]


def test_parts_of_an_address_are_not_shown_again() -> None:
    text = shown(
        a_field("STREET", "1 High St"),
        a_field("CITY", "Thun"),
        a_field("VENDOR_ADDRESS", "1 High St\nBerne"),
    )

    assert text.splitlines()[2:] == ["- **VENDOR_ADDRESS:** 1 High St Berne", "- **CITY:** Thun"]


def of(*types: str) -> list[Group]:
    return [Group(id="g", types=list(types))]


def test_a_part_that_only_another_party_or_an_internet_address_says_is_shown() -> None:
    text = shown(
        a_field("NAME", "Nuts.com", groups=of("VENDOR")),
        a_field("VENDOR_URL", "Nuts.com"),
        a_field("VENDOR_ADDRESS", "1 High St Thun"),
        a_field("CITY", "Thun", groups=of("RECEIVER", "RECEIVER_SHIP_TO")),
        a_field("RECEIVER_NAME", "Thun"),
    )

    assert "- **VENDOR NAME:** Nuts.com" in text
    assert "- **RECEIVER_SHIP_TO CITY:** Thun" in text


def test_a_name_that_stands_in_its_partys_address_is_not_shown_again() -> None:
    text = shown(
        a_field("NAME", "Nuts Ltd", groups=of("VENDOR")),
        a_field("CITY", "Thun", groups=of("VENDOR")),
        a_field("VENDOR_ADDRESS", "Nuts Ltd\n1 High St\nThun"),
    )

    assert text.splitlines()[2:] == ["- **VENDOR_ADDRESS:** Nuts Ltd 1 High St Thun"]


def test_a_value_that_is_printed_twice_stands_once() -> None:
    assert shown(a_field("TAX", "1.10"), a_field("TAX", "1.10")).count("1.10") == 1


def test_equal_values_with_labels_are_all_shown() -> None:
    payment = a_field("OTHER", "30.00", kind="lending", label="Payment")

    assert shown(payment, payment).count("- **Payment:** 30.00") == 2


def test_line_items_are_a_table_of_their_types() -> None:
    text = shown(
        items=(
            an_item(("ITEM", "Nut"), ("PRICE", "2"), ("EXPENSE_ROW", "Nut 2")),
            an_item(("QUANTITY", "3"), ("ITEM", "Bolt|x"), ("OTHER", ""), row=2),
        )
    )

    assert text.splitlines()[2:] == [
        "| ITEM | PRICE | QUANTITY |",
        "| --- | --- | --- |",
        "| Nut | 2 |  |",
        "| Bolt\\|x |  | 3 |",
    ]


def test_a_whole_row_is_shown_where_it_says_more_than_its_values() -> None:
    text = shown(
        items=(
            an_item(("ITEM", "Nut"), ("EXPENSE_ROW", "Nut")),
            an_item(("ITEM", "Bolt"), ("EXPENSE_ROW", "Bolt @DISC 10%"), row=2),
        )
    )

    assert text.splitlines()[4:] == ["| Nut |  |", "| Bolt | Bolt @DISC 10% |"]


def test_every_list_of_items_is_a_table_of_its_own() -> None:
    text = shown(items=(an_item(("ITEM", "Nut")), an_item(("ITEM", "Bolt"), group=2)))

    assert text.count("| ITEM |") == 2


def test_several_invoices_are_told_apart() -> None:
    text = shown(
        a_field("TOTAL", "1"),
        a_field("TOTAL", "2", record=2),
        items=(an_item(("ITEM", "Nut"), record=2),),
    )

    assert text.split("\n\n") == [
        "**Invoice or receipt**",
        "- **TOTAL:** 1",
        "**Invoice or receipt 2**",
        "- **TOTAL:** 2",
        "| ITEM |\n| --- |\n| Nut |",
    ]


def test_an_identity_document_shows_what_it_holds_and_its_dates_in_full() -> None:
    date = Normalized(type="date", value="2001-04-03")
    text = shown(
        a_field("DATE_OF_BIRTH", "03/04/2001", kind="identity", normalized=date),
        a_field("SUFFIX", "", kind="identity"),
    )

    assert text == "**Identity document**\n\n- **DATE_OF_BIRTH:** 03/04/2001 (2001-04-03)"


def test_a_loan_page_shows_what_it_is_then_values_and_checkboxes() -> None:
    classification = Classification(
        page_types=[Prediction(value="1003", confidence=99.6)],
        page_numbers=[Prediction(value="3", confidence=None)],
    )
    text = shown(
        a_field("OTHER", "", kind="lending", record=None, label="Lender"),
        a_field("LOAN_AMOUNT", "$1", kind="lending", record=None, label="Amount"),
        a_field("OTHER", "", kind="lending", record=None, label="FHA", selected=False),
        a_field("VA", "", kind="lending", record=None, selected=True),
        classification=classification,
    )

    assert text.split("\n\n") == [
        "**Page type:** 1003 (100%)",
        "**Printed page number:** 3",
        "- **LOAN_AMOUNT** (Amount): $1\n- [ ] FHA\n- [x] VA",
    ]


def test_values_of_a_loan_page_stand_row_by_row_and_those_without_a_place_last() -> None:
    places = {"B": (0.6, 0.1), "C": (0.1, 0.5), "A": (0.1, 0.1)}
    text = shown(
        a_field("D", "x", kind="lending"),
        *(
            a_field(name, "x", kind="lending", box=Box(left=left, top=top, width=0.1, height=0.02))
            for name, (left, top) in places.items()
        ),
    )

    assert [row[4] for row in text.splitlines()] == ["A", "B", "C", "D"]


def test_an_undetected_page_number_is_not_shown() -> None:
    classification = Classification(
        page_types=[], page_numbers=[Prediction(value="undetected", confidence=99.0)]
    )

    assert shown(classification=classification) == ""


def test_a_value_forms_no_markup() -> None:
    text = shown(a_field("VENDOR_NAME", "![x](https://x)\n# <b>"))

    assert text.endswith("- **VENDOR_NAME:** !\\[x](https://x) # \\<b>")
