"""What people said stands in the result, with who and when; nothing that they typed is dropped."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambdas.extraction.model import Normalized, Reviewed
from lambdas.extraction.result_document import Reason
from lambdas.review.answers import Addition
from tests.lambdas.extraction.builders import (
    Extraction,
    Json,
    block,
    checkbox,
    extract,
    extraction,
    key_value,
    line,
    read,
    table,
    word,
)
from tests.lambdas.extraction.graphs import pages
from tests.lambdas.extraction.recordings import CORPUS, found_in, manifest
from tests.lambdas.extraction.test_extract import a_part
from tests.lambdas.review.reviews import AT, DOUBTFUL, LATER, answer, missing, pair, reviewed

properties = settings(deadline=None, derandomize=True, database=None, max_examples=40)

FORM = extraction(
    *pair("Name:", "Jame", at=(0.1, 0.1, 0.4, 0.02), confidence=DOUBTFUL),
    *pair("Date:", "03/04/2026", at=(0.1, 0.2, 0.4, 0.02)),
    *pair("Total:", "$5", at=(0.1, 0.3, 0.4, 0.02), confidence=DOUBTFUL),
)


def by_ann(
    previous_value: str | None,
    previous_selected: bool | None = None,
    previous_confidence: float | None = None,
) -> Reviewed:
    return Reviewed(
        by=["ann"],
        at=AT,
        previous_value=previous_value,
        previous_selected=previous_selected,
        previous_confidence=previous_confidence,
    )


def ticked(*states: bool) -> Extraction:
    """Return a page with a key whose value is checkboxes, each followed by a word."""
    boxes = [
        checkbox(f"box {number}", selected=state, at=(0.2 * number, 0.1, 0.02, 0.02))
        for number, state in enumerate(states)
    ]
    words = [
        word(f"w{number}", at=(0.2 * number + 0.1, 0.1, 0.02, 0.02))
        for number in range(len(states))
    ]
    children = [each["Id"] for each in [*boxes, *words]]
    return extraction(
        *boxes,
        *words,
        word("Choice"),
        *key_value(
            block("KEY_VALUE_SET", "k", CHILD=["word Choice"]),
            block("KEY_VALUE_SET", "v", CHILD=children),
        ),
    )


def table_with_a_checkbox() -> Extraction:
    cells = [block("CELL", f"c{n}", RowIndex=1, ColumnIndex=n, CHILD=[f"w{n}"]) for n in (1, 2)]
    cells[0]["Relationships"][0]["Ids"].append("box")
    return extraction(
        checkbox("box", selected=True, at=(0.1, 0.1, 0.02, 0.02)),
        block("WORD", "w1", Text="Yes", at=(0.2, 0.1, 0.1, 0.02)),
        block("WORD", "w2", Text="b"),
        *cells,
        block("TABLE", "t", CHILD=["c1", "c2"]),
    )


def bill(*rows: dict[str, str], currency: str | None = None) -> Extraction:
    """Return an invoice: its rows, and a total of 5.00."""

    def field(name: str, text: str) -> Json:
        made: Json = {"Type": {"Text": name}, "ValueDetection": {"Text": text, "Confidence": 60.0}}
        return {**made, "Currency": {"Code": currency}} if currency else made

    items = [{"LineItemExpenseFields": [field(*each) for each in row.items()]} for row in rows]
    expense = {
        "ExpenseIndex": 1,
        "SummaryFields": [field("TOTAL", "5.00")],
        "LineItemGroups": [{"LineItems": items}],
    }
    return read({"ExpenseDocuments": [expense], "DocumentMetadata": {"Pages": 1}})


def test_a_confirmed_value_stands_and_says_who_confirmed_it() -> None:
    found = reviewed(FORM, answer(field_0="Jame"))

    (name, *others) = found.document.fields
    assert (name.value, name.normalized, name.confidence, name.source) == (
        "Jame",
        None,
        None,
        "human",
    )
    assert name.reviewed == by_ann(previous_value="Jame", previous_confidence=DOUBTFUL)
    assert others == FORM.fields[1:]
    assert (found.merge.confirmed, found.merge.corrected, found.merge.added) == (1, 0, 0)


def test_a_corrected_value_is_read_anew_and_says_what_stood_there() -> None:
    found = reviewed(FORM, answer(field_2=" €1,234.50 "))

    total = found.document.fields[2]
    assert total.value == "€1,234.50"
    assert total.normalized == Normalized(type="amount", value="1234.50", currency="EUR")
    assert (total.confidence, total.source, total.box) == (None, "human", FORM.fields[2].box)
    assert total.reviewed == by_ann(previous_value="$5", previous_confidence=DOUBTFUL)
    assert (found.merge.confirmed, found.merge.corrected) == (0, 1)


def test_a_confirmed_value_keeps_what_it_was_read_as() -> None:
    found = reviewed(FORM, answer(field_2="  $5\n"))

    assert found.document.fields[2].value == "$5"
    assert found.document.fields[2].normalized == FORM.fields[2].normalized


def test_a_value_may_be_emptied_and_an_empty_one_filled() -> None:
    emptied = reviewed(FORM, answer(field_2=""))
    filled = reviewed(emptied.files["document.json"], answer(field_2="$6"))

    assert (emptied.document.fields[2].value, emptied.document.fields[2].normalized) == ("", None)
    assert filled.document.fields[2].value == "$6"
    assert filled.document.fields[2].reviewed == by_ann(previous_value="")


def test_an_ambiguous_date_is_read_in_the_profiles_order() -> None:
    typed = answer(field_1="05/06/2026")

    assert reviewed(FORM, typed).document.fields[1].normalized is None
    read_anew = reviewed(FORM, typed, date_order="DMY").document.fields[1].normalized
    assert read_anew == Normalized(type="date", value="2026-06-05")


def test_what_a_form_glued_together_is_no_correction() -> None:
    found = read(
        {
            "ExpenseDocuments": [
                {
                    "ExpenseIndex": 1,
                    "SummaryFields": [
                        {"Type": {"Text": "ADDRESS"}, "ValueDetection": {"Text": "1 Elm\nOslo"}}
                    ],
                }
            ]
        }
    )

    for typed in ("1 ElmOslo", "1 Elm Oslo", "1 Elm\r\nOslo"):
        assert reviewed(found, answer(field_0=typed)).document.fields[0].value == "1 Elm\nOslo"


def test_several_peoples_names_and_the_last_time_stand_with_a_value() -> None:
    found = reviewed(FORM, answer("bob", LATER, field_0="Jane"), answer("ann", AT, field_0="Jane"))

    stood = found.document.fields[0].reviewed
    assert stood is not None
    assert (stood.by, stood.at) == (["ann", "bob"], LATER)


def test_disagreement_is_a_warning_of_the_page_that_holds_all_that_was_said() -> None:
    found = reviewed(
        FORM,
        answer("ann", AT, field_0='J "x"'),
        answer("bob", LATER, field_0="Jane"),
        answer("cy", LATER, field_0="Jane"),
    )

    assert found.document.fields[0].value == "Jane"
    (warning,) = found.document.warnings
    assert (warning.code, warning.page) == ("REVIEWERS_DISAGREE", 1)
    assert warning.message == (
        'Name: "Jane" (bob, cy) stands, since most said so; not "J \\"x\\"" (ann)'
    )


def test_a_checkbox_is_ticked_and_unticked() -> None:
    found = reviewed(ticked(True), answer(selected_0=False))

    choice = found.document.fields[0]
    assert (choice.value, choice.selected, choice.source) == ("w0", False, "human")
    assert choice.reviewed == by_ann(
        previous_value="w0", previous_selected=True, previous_confidence=99.0
    )
    assert (found.merge.confirmed, found.merge.corrected) == (0, 1)
    assert "- [ ] Choice w0" in found.markdown


def test_a_checkbox_and_its_text_are_one_value() -> None:
    found = reviewed(ticked(True), answer(selected_0=True, field_0="w1"))

    assert (found.document.fields[0].value, found.document.fields[0].selected) == ("w1", True)
    assert (found.merge.confirmed, found.merge.corrected) == (0, 1)


def test_a_confirmed_checkbox_keeps_its_state() -> None:
    found = reviewed(ticked(False), answer(selected_0=False))

    assert (found.merge.confirmed, found.merge.corrected) == (1, 0)
    assert found.document.fields[0].selected is False


def test_several_checkboxes_are_told_by_the_text() -> None:
    form = ticked(True, False)
    assert form.fields[0].value == "[x] w0 [ ] w1"

    found = reviewed(form, answer(field_0="[ ] w0 [x] w1", selected_0=True))

    assert (found.document.fields[0].value, found.document.fields[0].selected) == (
        "[ ] w0 [x] w1",
        None,
    )
    assert found.unplaced == ["selected-0"]


def test_a_cells_text_is_corrected_in_the_table_and_its_csv() -> None:
    found = reviewed(
        extraction(*table([["Item", "Price"], ["Pen", "l.50"]])),
        answer(cell_1_2_2="1.50", cell_1_2_1="Pen"),
    )

    (price,) = [cell for cell in found.document.tables[0].cells if cell.text == "1.50"]
    assert price.reviewed == by_ann(previous_value="l.50", previous_confidence=99.0)
    assert price.confidence is None
    assert found.files["tables/1.csv"] == "Item,Price\r\nPen,1.50\r\n"
    assert "| Pen | 1.50 |" in found.markdown
    assert (found.merge.confirmed, found.merge.corrected) == (1, 1)


@pytest.mark.parametrize(
    ("said", "text", "selected"),
    [
        ({"cell_selected_1_1_1": False}, "[ ] Yes", False),
        ({"cell_selected_1_1_1": True}, "[x] Yes", True),
        ({"cell_1_1_1": "[ ] Yes"}, "[ ] Yes", False),
        ({"cell_1_1_1": "[ ] Yes", "cell_selected_1_1_1": True}, "[ ] Yes", False),
        ({"cell_1_1_1": "[x] Yes", "cell_selected_1_1_1": False}, "[ ] Yes", False),
        ({"cell_1_1_1": "Yes"}, "[x] Yes", True),
        ({"cell_1_1_1": "No"}, "[x] No", True),
        ({"cell_1_1_1": "No", "cell_selected_1_1_1": False}, "[ ] No", False),
        ({"cell_1_1_1": "[x] Yes [ ] No"}, "[x] Yes [ ] No", None),
        ({"cell_1_1_1": ""}, "[x]", True),
        ({"cell_1_1_2": "[x] b"}, "[x] b", True),
    ],
)
def test_a_cells_checkbox_and_its_mark_in_the_text_stay_one(
    said: dict[str, str | bool], text: str, selected: bool | None
) -> None:
    found = reviewed(table_with_a_checkbox(), answer(values=said))

    (cell,) = [cell for cell in found.document.tables[0].cells if cell.reviewed]
    assert (cell.text, cell.selected) == (text, selected)
    assert (found.unplaced, found.merge.confirmed + found.merge.corrected) == ([], 1)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("11.99", "- **TOTAL:** 11.99 (corrected; printed: 5.00)"),
        ("", "- **TOTAL:** (corrected; printed: 5.00)"),
        ("5.00", "- **TOTAL:** 5.00"),
    ],
)
def test_a_corrected_value_of_a_bill_says_what_is_printed(said: str, shown: str) -> None:
    found = reviewed(bill({"ITEM": "Pen"}), answer(field_0=said))

    assert shown in found.markdown.splitlines()


def test_a_line_items_values_are_corrected() -> None:
    found = reviewed(
        bill({"ITEM": "Pen", "PRICE": "1.50"}, {"ITEM": "Pad", "PRICE": "3,5O"}),
        answer(item_1_1="3.50", item_0_0="Pen"),
    )

    price = found.document.line_items[1].fields[1]
    assert price.normalized == Normalized(type="amount", value="3.50")
    assert (price.source, price.confidence) == ("human", None)
    assert price.reviewed == by_ann(previous_value="3,5O", previous_confidence=60.0)
    assert "1,1,1,2,Pad,3.50" in found.files["line_items.csv"]
    assert "| Pad | 3.50 |" in found.markdown
    assert (found.merge.confirmed, found.merge.corrected) == (1, 1)


def test_a_rows_whole_text_is_not_shown_beside_its_corrected_values() -> None:
    found = reviewed(
        bill({"ITEM": "Pen", "PRICE": "1.5O", "EXPENSE_ROW": "Pen 1.5O"}),
        answer(item_0_1="1.50"),
    )

    assert "| Pen | 1.50 |" in found.markdown
    assert "1.5O" not in found.markdown


def test_an_amount_keeps_the_currency_that_textract_knew_unless_another_is_typed() -> None:
    found = bill(currency="NOK")

    amounts = [
        reviewed(found, answer(field_0=typed)).document.fields[0].normalized
        for typed in ("6.00", "€ 7.00")
    ]

    assert amounts == [
        Normalized(type="amount", value="6.00", currency="NOK"),
        Normalized(type="amount", value="7.00", currency="EUR"),
    ]


def test_of_an_identity_document_only_dates_are_read() -> None:
    def field(name: str, text: str) -> Json:
        return {"Type": {"Text": name}, "ValueDetection": {"Text": text, "Confidence": 60.0}}

    fields = [field("DATE_OF_BIRTH", "x"), field("ZIP_CODE_IN_ADDRESS", "1")]
    found = read({"IdentityDocuments": [{"DocumentIndex": 1, "IdentityDocumentFields": fields}]})

    after = reviewed(found, answer(field_0="18 March 2001", field_1="12345")).document.fields

    assert [each.normalized for each in after] == [
        Normalized(type="date", value="2001-03-18"),
        None,
    ]


def test_an_answer_to_a_question_that_numbers_a_thing_stays_a_text() -> None:
    query = block("QUERY", "q", Query={"Text": "What is the account number?"}, ANSWER=["r"])
    found = extraction(query, block("QUERY_RESULT", "r", Text="1z"))

    after = reviewed(found, answer(field_0="12")).document.fields[0]

    assert (after.value, after.normalized) == ("12", None)


def test_what_people_found_is_a_field_after_the_others_of_its_page() -> None:
    two_pages = extraction(
        *pair("A:", "1", at=(0.1, 0.1, 0.3, 0.02)),
        *pair("B:", "2", at=(0.1, 0.1, 0.3, 0.02), page=2),
    )

    found = reviewed(
        two_pages,
        answer(
            added=[
                Addition(name="Due:", value="3 May 2026"),
                Addition(name="C:", value="4", page=2),
            ]
        ),
    )

    assert [(field.name, field.page) for field in found.document.fields] == [
        ("A:", 1),
        ("Due:", 1),
        ("B:", 2),
        ("C:", 2),
    ]
    due = found.document.fields[1]
    assert due.normalized == Normalized(type="date", value="2026-05-03")
    assert (due.kind, due.source, due.confidence, due.box) == ("key_value", "human", None, None)
    assert due.reviewed == by_ann(previous_value=None)
    assert [page.counts.fields for page in found.document.pages] == [2, 2]
    assert found.merge.added == 2
    assert "- **Due:** 3 May 2026" in found.markdown


def test_a_missing_field_that_people_found_gets_the_name_of_the_rule() -> None:
    reasons = [missing("Total"), missing("Due date", page=2), missing("Tax")]
    two_pages = extraction(line("a"), line("b", Page=2))

    found = reviewed(
        two_pages, answer(missing_0="$5", missing_1="3 May 2026", missing_2=" "), reasons=reasons
    )

    assert [(field.name, field.value, field.page) for field in found.document.fields] == [
        ("Total", "$5", 1),
        ("Due date", "3 May 2026", 2),
    ]
    assert (found.merge.added, found.unplaced) == (2, [])


def test_a_checkbox_that_is_not_there_is_not_ticked() -> None:
    found = reviewed(FORM, answer(selected_0=True))

    assert found.document.fields == FORM.fields
    assert found.unplaced == ["selected-0"]
    assert reviewed(table_with_a_checkbox(), answer(cell_selected_1_1_2=True)).unplaced == [
        "cell-selected-1-1-2"
    ]


def test_the_reasons_tell_where_their_fields_are_now() -> None:
    two_pages = extraction(
        *pair("Name:", "Jame", at=(0.1, 0.1, 0.4, 0.02)),
        *pair("Due:", "May", at=(0.1, 0.1, 0.4, 0.02), page=2),
    )
    reasons = [
        Reason(rule="pattern", message="Does not match", field=name, index=index, page=index + 1)
        for index, name in enumerate(["Name:", "Due:"])
    ]
    reasons.append(missing("Total"))

    found = reviewed(two_pages, answer(missing_2="5"), reasons=reasons)

    names = [field.name for field in found.document.fields]
    assert names == ["Name:", "Total", "Due:"]
    assert [reason.index for reason in found.merge.reasons] == [0, 2, None]


def test_people_may_disagree_about_what_is_missing() -> None:
    found = reviewed(
        FORM,
        answer("ann", AT, missing_0="5"),
        answer("bob", LATER, missing_0=""),
        reasons=[missing("Tax")],
    )

    assert [field.name for field in found.document.fields] == [field.name for field in FORM.fields]
    assert [warning.message for warning in found.document.warnings] == [
        'Tax: "" (bob) stands, since it came last, and as many said otherwise; not "5" (ann)'
    ]


def test_what_has_no_place_any_more_is_kept_in_a_warning_to_the_letter() -> None:
    late = answer(
        field_9="Jane",
        selected_8=True,
        cell_1_1_1="x",
        item_0_0="y",
        missing_7="z",
        added=[Addition(name="Far", value="away", page=40)],
    )

    found = reviewed(FORM, late)

    assert found.document.fields == FORM.fields
    assert {each.code for each in found.document.warnings} == {"REVIEW_ANSWER_UNPLACED"}
    told = [each.message for each in found.document.warnings]
    assert told[0] == 'ann said "Jane" of field-9, which the document does not have'
    assert told[-1] == 'ann said "away" of Far on page 40, which the document does not have'
    assert len(told) == 6
    assert found.unplaced == [
        *("field-9", "selected-8", "cell-1-1-1", "item-0-0", "missing-7", "Far on page 40"),
    ]


def test_html_and_formulas_are_texts_everywhere() -> None:
    html, formula = "<img src=x onerror=alert(1)>", '=HYPERLINK("http://x","y")'

    found = reviewed(
        FORM,
        answer(
            "<b>ann</b>", field_0=html, field_1=formula, added=[Addition(name=formula, value=html)]
        ),
    )

    assert [field.value for field in found.document.fields] == [html, formula, "$5", html]
    rows = [*csv.DictReader(io.StringIO(found.files["fields.csv"]))]
    assert (rows[1]["value"], rows[3]["name"]) == (f"'{formula}", f"'{formula}")
    assert rows[0]["reviewed_by"] == "<b>ann</b>"
    assert found.markdown.count("<img") == found.markdown.count("\\<img") == 2


def test_the_csv_tells_who_when_and_what_stood_there() -> None:
    found = reviewed(FORM, answer(field_0="Jane"), answer("bob", LATER, field_0="Jane"))

    rows = [*csv.reader(io.StringIO(found.files["fields.csv"]))]

    assert rows[0][-3:] == ["reviewed_by", "reviewed_at", "previous_value"]
    assert [row[-3:] for row in rows[1:]] == [["ann; bob", LATER, "Jame"], [""] * 3, [""] * 3]
    assert rows[1][rows[0].index("source")] == "human"


def test_a_checkbox_that_was_changed_shows_its_state_of_before() -> None:
    found = reviewed(ticked(True), answer(selected_0=False, field_0=""))
    unlabelled = reviewed(found.files["document.json"], answer(selected_0=True))

    last = unlabelled.files["fields.csv"].splitlines()[1]
    assert last.endswith(f"ann,{AT},false")


def test_looked_at_fields_are_doubtful_no_more() -> None:
    assert FORM.pages[0].counts.doubtful == 2

    found = reviewed(FORM, answer(field_0="Jane", field_1="03/04/2026"))

    assert found.document.pages[0].counts.doubtful == found.merge.doubtful == 1


def test_a_second_review_counts_doubt_once() -> None:
    first = reviewed(FORM, answer(field_0="Jane"))
    second = reviewed(first.files["document.json"], answer("bob", LATER, field_0="Joan"))

    assert second.document.pages[0].counts.doubtful == 1
    assert second.document.fields[0].reviewed == Reviewed(
        by=["bob"], at=LATER, previous_value="Jane"
    )


def test_what_is_printed_stays_as_it_is() -> None:
    found = reviewed(FORM, answer(field_0="Jane"))

    before, after = FORM.pages[0], found.document.pages[0]
    assert (after.text, after.lines, after.words) == (before.text, before.lines, before.words)
    assert found.files["text.txt"] == FORM.text


def test_five_hundred_fields_on_a_page_are_corrected_in_a_moment() -> None:
    blocks = [
        each
        for number in range(500)
        for each in pair(f"Key{number}:", f"v{number}", at=(0.1, number / 500, 0.4, 0.001))
    ]
    found = reviewed(
        extraction(*blocks),
        answer(values={f"field-{number}": f"w{number}" for number in range(500)}),
    )

    assert [field.value for field in found.document.fields] == [f"w{n}" for n in range(500)]
    assert found.merge.corrected == 500
    assert found.markdown.count("- **Key") == 500
    assert "v499" not in found.markdown


def test_what_came_late_of_a_page_is_counted_with_the_rest() -> None:
    found = extract(
        [
            a_part(*pair("A:", "1", at=(0.1, 0.1, 0.3, 0.02)), line("b", Page=2)),
            a_part(*pair("C:", "3", at=(0.1, 0.5, 0.3, 0.02))),
        ]
    )
    assert [field.name for field in found.fields] == ["A:", "C:"]

    after = reviewed(found, answer(field_1="4", added=[Addition(name="D:", value="5")]))

    assert [(field.name, field.value) for field in after.document.fields] == [
        ("A:", "1"),
        ("D:", "5"),
        ("C:", "4"),
    ]
    assert "LATE_BLOCKS" in after.codes


def test_a_review_begun_before_these_members_were_there_is_merged() -> None:
    old = json.loads(FORM.files["document.json"])
    old["schema_version"] = "1.0"
    del old["revision"], old["review"], old["pages"][0]["counts"]["line_items"]
    for field in old["fields"]:
        del field["reviewed"]

    found = reviewed(json.dumps(old, separators=(",", ":")), answer(field_0="Jane"))

    assert (found.document.schema_version, found.document.fields[0].value) == ("1.1", "Jane")


@pytest.mark.skipif(not CORPUS.exists(), reason="the recorded responses are not here")
@pytest.mark.parametrize("name", [*manifest()] or ["none"])
def test_every_value_of_every_recording_can_be_corrected(name: str) -> None:
    found = found_in(name)
    values: dict[str, str | bool] = {}
    for number, field in enumerate(found.fields):
        values[f"field_{number}"] = f"typed {number}"
        if field.selected is not None:
            values[f"selected_{number}"] = not field.selected
    for number, each in enumerate(found.tables, start=1):
        for cell in each.cells:
            values[f"cell_{number}_{cell.row}_{cell.column}"] = f"t{cell.row}-{cell.column}"
    for number, item in enumerate(found.line_items):
        values |= {f"item_{number}_{place}": f"i{place}" for place in range(len(item.fields))}

    after = reviewed(found, answer(values=values))

    assert (after.unplaced, after.merge.confirmed) == ([], 0)
    assert [field.value for field in after.document.fields] == [
        f"typed {number}" for number in range(len(found.fields))
    ]
    assert all(
        field.value.startswith("i") for item in after.document.line_items for field in item.fields
    )
    for before, now in zip(found.fields, after.document.fields, strict=True):
        assert now.selected is None or now.selected is not before.selected


@properties
@given(drawn=pages(), texts=st.lists(st.text(max_size=6), min_size=1, max_size=4))
def test_any_answers_to_any_pages_are_in_the_result_or_in_a_warning(
    drawn: list[list[Json]], texts: list[str]
) -> None:
    found = extract(a_part(*page) for page in drawn)
    values: dict[str, str | bool] = {f"field_{n}": text for n, text in enumerate(texts)}
    values |= {f"cell_{n + 1}_1_1": text for n, text in enumerate(texts)}
    values |= {f"selected_{n}": True for n in range(2)}

    after = reviewed(found, answer(values=values))

    placed = after.merge.confirmed + after.merge.corrected
    ids = {id_ for id_ in after.unplaced if not id_.startswith("selected")}
    asked = {id_.replace("_", "-") for id_ in values if not id_.startswith("selected")}
    assert ids <= asked
    assert placed >= len(asked) - len(ids)
    assert len(after.document.warnings) == len(found.warnings) + len(after.unplaced)
