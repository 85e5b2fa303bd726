"""Reading order: LAYOUT's own, or columns of prose one after the other."""

from tests.lambdas.extraction.builders import block, extraction, line


def test_layouts_order_goes_before_textracts_and_leaves_nothing_out() -> None:
    found = extraction(
        line("left out"),
        line("body"),
        line("title"),
        block("LAYOUT_TITLE", "t", CHILD=["line title"]),
        block("LAYOUT_TEXT", "b", CHILD=["line body", "line title"]),
    )

    page = found.pages[0]
    assert page.text == "title\nbody\nleft out"
    assert [(part.kind, part.lines) for part in page.layout] == [("title", [0]), ("text", [1])]


def test_a_list_holds_its_items() -> None:
    page = extraction(
        line("one"),
        line("two"),
        block("LAYOUT_LIST", "l", CHILD=["i1", "i2"]),
        block("LAYOUT_TEXT", "i1", CHILD=["line one"]),
        block("LAYOUT_TEXT", "i2", CHILD=["line two"]),
    ).pages[0]

    (list_,) = page.layout
    assert list_.kind == "list"
    assert [item.lines for item in list_.children] == [[0], [1]]


def test_a_layout_that_holds_itself_loses_no_line() -> None:
    page = extraction(line("one"), block("LAYOUT_LIST", "l", CHILD=["l", "line one"])).pages[0]

    assert page.text == "one"


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    rows = [
        [
            line(f"left {row}", at=(0.05, 0.2 + row * 0.03, 0.4, 0.02)),
            line(f"right {row}", at=(0.55, 0.2 + row * 0.03, 0.4, 0.02)),
        ]
        for row in range(5)
    ]
    heading = line("heading", at=(0.1, 0.1, 0.8, 0.03))
    footer = line("footer", at=(0.1, 0.5, 0.8, 0.03))

    page = extraction(heading, *[line_ for row in rows for line_ in row], footer).pages[0]

    assert [line_.text.split()[0] for line_ in page.lines] == [
        "heading",
        *["left"] * 5,
        *["right"] * 5,
        "footer",
    ]


def test_three_columns_are_read_one_after_the_other() -> None:
    lines = [
        line(f"{name} {row}", at=(left, 0.1 + row * 0.03, 0.26, 0.02))
        for row in range(6)
        for name, left in (("a", 0.05), ("b", 0.37), ("c", 0.69))
    ]

    page = extraction(*lines).pages[0]

    assert [line_.text[0] for line_ in page.lines] == [*"aaaaaabbbbbbcccccc"]


def test_labels_and_their_amounts_stay_side_by_side() -> None:
    lines = [
        line(f"{name} {row}", at=(left, 0.1 + row * 0.03, width, 0.02))
        for row in range(6)
        for name, left, width in (("label", 0.05, 0.3), ("amount", 0.8, 0.1))
    ]

    page = extraction(*lines).pages[0]

    assert [line_.text.split()[0] for line_ in page.lines] == ["label", "amount"] * 6
