"""papertray.toml: what it means, and what every mistake in it is told as."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from lambdas.documents import Adapter, Operation, Query
from lambdas.profiles import PATH, Configuration, ConfigurationError, Stack, Workers, load
from lambdas.review.rules import A2I, FieldRule, ReviewRules
from tests.lambdas.review.made_up import content, examined, field

GOOD = """
[profiles.default]
prefix = ""
operation = "DetectDocumentText"
"""
ANALYZE = '[profiles.a]\nprefix = "a/"\noperation = "AnalyzeDocument"\n'
QUERIES = ANALYZE + 'feature_types = ["QUERIES"]\n'
ASKED = QUERIES + 'queries = [{ text = "Total?" }]\n'


def _load(folder: Path, content: str) -> Configuration:
    path = folder / "papertray.toml"
    path.write_text(content, encoding="utf-8")
    return load(path)


def test_the_longest_prefix_wins(tmp_path: Path) -> None:
    prefixes = {"all": "", "a": "a/", "ab": "a/b", "deep": "a/b/c/"}
    profiles = (
        f'[profiles.{name}]\nprefix = "{prefix}"\noperation = "DetectDocumentText"\n'
        for name, prefix in prefixes.items()
    )
    configuration = _load(tmp_path, "".join(profiles))

    chosen = {
        key: (configuration.profile_for(key) or ("",))[0]
        for key in ("x.pdf", "a/x.pdf", "a/bx.pdf", "a/b/c/x.pdf", "A/x.pdf")
    }
    assert chosen == {
        "x.pdf": "all",
        "a/x.pdf": "a",
        "a/bx.pdf": "ab",
        "a/b/c/x.pdf": "deep",
        "A/x.pdf": "all",
    }


def test_a_key_outside_all_prefixes_has_no_profile(tmp_path: Path) -> None:
    configuration = _load(tmp_path, GOOD.replace('prefix = ""', 'prefix = "in/"'))

    assert configuration.profile_for("out/a.pdf") is None


def test_a_profile_says_what_is_asked(tmp_path: Path) -> None:
    asked = 'queries = [{ text = "Total?", alias = "T", pages = ["1-3"] }, { text = "Who?" }]'
    configuration = _load(tmp_path, QUERIES + asked)

    request = configuration.profiles["a"].request

    assert request.operation is Operation.ANALYZE_DOCUMENT
    assert request.feature_types == ("QUERIES",)
    assert request.queries == (
        Query(text="Total?", alias="T", pages=("1-3",)),
        Query(text="Who?"),
    )


def test_only_the_operations_in_use_are_deployed(tmp_path: Path) -> None:
    assert _load(tmp_path, GOOD).operations == [Operation.DETECT_DOCUMENT_TEXT]


def test_each_operation_has_its_workers(tmp_path: Path) -> None:
    workers = _load(tmp_path, GOOD + "[concurrency]\nStartDocumentAnalysis = 7").concurrency

    assert workers.of("StartDocumentAnalysis") == 7
    assert workers.of(Operation.ANALYZE_DOCUMENT) == Workers().analyze_document


def test_the_shipped_file_loads() -> None:
    profiles = load(PATH).profiles

    assert set(profiles) == {
        *("default", "text", "invoices", "receipts", "ids", "loans", "reviewed")
    }
    assert {each.operation for each in profiles.values()} == set(Operation)


def test_the_shipped_file_shows_the_true_defaults() -> None:
    shipped = load(PATH)

    assert shipped.stack == Stack()
    assert shipped.concurrency == Workers()
    assert shipped.profiles["default"].min_confidence == 80.0


def test_the_shipped_file_shows_every_setting() -> None:
    shown = tomllib.loads(PATH.read_text(encoding="utf-8"))

    assert set(shown["stack"]) == set(Stack.__struct_fields__)
    assert set(shown["concurrency"]) == set(Workers.__struct_encode_fields__)


def test_the_shipped_file_explains_every_rule_of_a_review() -> None:
    shown = PATH.read_text(encoding="utf-8")

    settings = {
        *ReviewRules.__struct_fields__,
        *FieldRule.__struct_fields__,
        *A2I.__struct_fields__,
    }
    assert [each for each in settings if not re.search(rf"^#? .*\b{each}\b", shown, re.M)] == []


def test_what_the_shipped_file_says_of_amazon_a2i_is_right_as_it_stands(tmp_path: Path) -> None:
    shown = PATH.read_text(encoding="utf-8").replace('by = "builtin"\n', 'by = "a2i"\n')
    lines = re.sub(r"(?m)^# (\[a2i\]|(?:workteam|reviewers|minutes) = )", r"\1", shown)

    configuration = _load(tmp_path, lines)

    assert configuration.a2i is not None
    assert (configuration.a2i.reviewers, configuration.a2i.minutes) == (1, 60)


def test_the_shipped_review_finds_what_is_doubtful_on_the_samples_form() -> None:
    rules = load(PATH).profiles["reviewed"].review
    assert rules is not None

    found = examined(
        rules,
        content(
            field("Social Security number", "0 0 0 12 3 4 5 6", confidence=89.2),
            field("Total imonthly income", "$3,100", confidence=92.1),
            field("Monthly rent", "$1,075"),
            field("Date", "04/02/2026"),
        ),
    )

    assert [(each.rule, each.field) for each in found.found] == [
        ("min_confidence", "Social Security number"),
        ("pattern", "Social Security number"),
        ("type", "Date"),
        ("required", "Total monthly income"),
    ]


MISTAKES = {
    "no profiles": ("", "profiles = None", "write a section [profiles.NAME]"),
    "profiles is a number": ("profiles = 3", "profiles = 3", "write a section [profiles.NAME]"),
    "no such section": (
        GOOD + "[stak]\nx = 1",
        "stak = {'x': 1}",
        "use one of profiles, stack, concurrency, a2i",
    ),
    "a profile is a number": ("[profiles]\na = 1", "profiles.a = 1", "[profiles.NAME]"),
    "a profile without a name": (GOOD.replace("default", '""'), "profiles. = ''", "give it a name"),
    "no operation": ('[profiles.a]\nprefix = ""', "profiles.a =", "required field `operation`"),
    "no prefix": ('[profiles.a]\noperation = "DetectDocumentText"', "profiles.a =", "`prefix`"),
    "wrong operation": (
        '[profiles.a]\nprefix = ""\noperation = "AnalyseDocument"',
        "profiles.a.operation = 'AnalyseDocument'",
        '"AnalyzeExpense", "AnalyzeID", "AnalyzeLending"; a profile names exactly one',
    ),
    "several operations": (
        '[profiles.a]\nprefix = ""\noperation = ["AnalyzeID", "AnalyzeExpense"]',
        "profiles.a.operation = ['AnalyzeID', 'AnalyzeExpense']",
        "a profile names exactly one",
    ),
    "an adapter without queries": (
        ANALYZE + 'feature_types = ["FORMS"]\nadapters = [{ id = "0123456789ab", version = "1" }]',
        "profiles.a.adapters = ['0123456789ab']",
        'use feature type "QUERIES"',
    ),
    "an adapter of another operation": (
        GOOD + 'adapters = [{ id = "0123456789ab", version = "1" }]',
        "profiles.default.adapters = ['0123456789ab']",
        "DetectDocumentText takes no feature types, queries or adapters",
    ),
    "an adapter without version": (
        ASKED + 'adapters = [{ id = "0123456789ab" }]',
        "profiles.a.adapters[0] = {'id': '0123456789ab'}",
        'use a list of { id = "...", version = "1" }',
    ),
    "an adapter's name for its id": (
        ASKED + 'adapters = [{ id = "invoices", version = "1" }]',
        "profiles.a.adapters = 'invoices 1'",
        "at least 12 characters",
    ),
    "an adapter on page 0": (
        ASKED + 'adapters = [{ id = "0123456789ab", version = "1", pages = ["0"] }]',
        "profiles.a.adapters = '0'",
        'use pages like "1"',
    ),
    "two adapters for one page": (
        ASKED + 'adapters = [{ id = "0123456789ab", version = "1", pages = ["1-3"] },'
        '{ id = "ba9876543210", version = "2", pages = ["3-*"] }]',
        "profiles.a.adapters = ['0123456789ab', 'ba9876543210']",
        "one adapter a page",
    ),
    "dates in an order of their own": (
        GOOD + 'date_order = "YDM"',
        "profiles.default.date_order = 'YDM'",
        'use "DMY" or "MDY"',
    ),
    "31 queries about page 4": (
        QUERIES
        + "queries = ["
        + '{ text = "Total?", pages = ["2-4"] },' * 16
        + '{ text = "Who?", pages = ["4-*"] },' * 15
        + "]",
        "profiles.a.queries = '31 queries'",
        "at most 30 queries a page",
    ),
    "page 0": (
        QUERIES + 'queries = [{ text = "Total?", pages = ["0"] }]',
        "profiles.a.queries = '0'",
        'use pages like "1", "2-5", "3-*" or "*"',
    ),
    "pages backwards": (
        QUERIES + 'queries = [{ text = "Total?", pages = ["5-2"] }]',
        "profiles.a.queries = '5-2'",
        'use pages like "1", "2-5", "3-*" or "*"',
    ),
    "unknown key": (GOOD + "colour = 1", "profiles.default.colour = 1", "no such setting"),
    "prefix is no text": (
        GOOD.replace('""', "1"),
        "profiles.default.prefix = 1",
        "use the beginning of the keys",
    ),
    "wrong feature type": (
        ANALYZE + 'feature_types = ["FORMS", "TABEL"]',
        "profiles.a.feature_types[1] = 'TABEL'",
        'use a list of "TABLES"',
    ),
    "no feature type": (ANALYZE, "profiles.a.feature_types = []", "at least one feature type"),
    "feature types of text": (
        GOOD + 'feature_types = ["FORMS"]',
        "profiles.default.feature_types = ['FORMS']",
        "remove them or use AnalyzeDocument",
    ),
    "queries of another operation": (
        GOOD.replace("DetectDocumentText", "AnalyzeExpense") + 'queries = [{ text = "Total?" }]',
        "profiles.default.queries = ['Total?']",
        "AnalyzeExpense takes no feature types, queries or adapters; remove them or use Analyze",
    ),
    "a feature type twice": (
        ANALYZE + 'feature_types = ["TABLES", "FORMS", "TABLES"]',
        "profiles.a.feature_types = ['TABLES', 'FORMS', 'TABLES']",
        "name each feature type once",
    ),
    "confidence above 100": (
        GOOD + "min_confidence = 101",
        "profiles.default.min_confidence = 101",
        "use a number from 0 to 100",
    ),
    "confidence is not a number": (
        GOOD + "min_confidence = nan",
        "profiles.default.min_confidence = nan",
        "use a number from 0 to 100",
    ),
    "confidence is a fraction's text": (
        GOOD + 'min_confidence = "0.8"',
        "profiles.default.min_confidence = '0.8'",
        "use a number from 0 to 100",
    ),
    "QUERIES without queries": (QUERIES, "profiles.a.queries = []", "go together"),
    "queries without QUERIES": (
        ANALYZE + 'feature_types = ["FORMS"]\nqueries = [{ text = "Total?" }]',
        "profiles.a.queries = ['Total?']",
        "go together",
    ),
    "a query is a text": (
        QUERIES + 'queries = ["Total?"]',
        "profiles.a.queries[0] = 'Total?'",
        'use a list of { text = "What is ...?"',
    ),
    "31 queries": (
        QUERIES + "queries = [" + '{ text = "Total?" },' * 31 + "]",
        "profiles.a.queries = '31 queries'",
        "at most 30 queries a page",
    ),
    "an accent in a query": (
        QUERIES + 'queries = [{ text = "Où?" }]',
        "profiles.a.queries = 'Où?'",
        "ASCII characters, without accents",
    ),
    "a no-break space in a query": (
        QUERIES + 'queries = [{ text = "The\\u00a0total?" }]',
        "profiles.a.queries = 'The\\xa0total?'",
        "ASCII characters, without accents",
    ),
    "an empty query": (
        QUERIES + 'queries = [{ text = "" }]',
        "profiles.a.queries = ''",
        "1 to 200 ASCII characters",
    ),
    "a blank query": (
        QUERIES + 'queries = [{ text = "\\t " }]',
        "profiles.a.queries = '\\t '",
        "not blank",
    ),
    "an empty alias": (
        QUERIES + 'queries = [{ text = "Total?", alias = "" }]',
        "profiles.a.queries = ''",
        "an alias may be left out",
    ),
    "an accent in a query with an alias": (
        QUERIES + 'queries = [{ text = "Où?", alias = "WHERE" }]',
        "profiles.a.queries = 'Où?'",
        "without accents",
    ),
    "a query of 201 characters": (
        QUERIES + f'queries = [{{ text = "{"x" * 201}" }}]',
        "profiles.a.queries",
        "1 to 200 ASCII characters",
    ),
    "an accent in an alias": (
        QUERIES + 'queries = [{ text = "Total?", alias = "SUMÉ" }]',
        "profiles.a.queries = 'SUMÉ'",
        "1 to 200 ASCII characters",
    ),
    "pages in words": (
        QUERIES + 'queries = [{ text = "Total?", pages = ["all"] }]',
        "profiles.a.queries = 'all'",
        'use pages like "1", "2-5", "3-*" or "*"',
    ),
    "a page twice": (
        QUERIES + 'queries = [{ text = "Total?", pages = ["2", "2-2"] }]',
        "profiles.a.queries = '2, 2-2'",
        "each once",
    ),
    "a page beyond the longest document": (
        QUERIES + 'queries = [{ text = "Total?", pages = ["3001-*"] }]',
        "profiles.a.queries = '3001-*'",
        "up to 3000",
    ),
    "pages beyond the longest document": (
        QUERIES + 'queries = [{ text = "Total?", pages = ["1-3001"] }]',
        "profiles.a.queries = '1-3001'",
        "up to 3000",
    ),
    "all pages and one": (
        QUERIES + 'queries = [{ text = "Total?", pages = ["*", "1"] }]',
        "profiles.a.queries = '*, 1'",
        '"*" stands alone',
    ),
    "the same prefix twice": (
        GOOD + '[profiles.b]\nprefix = ""\noperation = "DetectDocumentText"',
        "profiles.b.prefix = ''",
        "profiles.default has the same prefix",
    ),
    "stack is a number": ("stack = 3\n" + GOOD, "stack = 3", "see the comments in the file"),
    "unknown setting": (GOOD + "[stack]\nregion = 1", "stack.region = 1", "no such setting"),
    "wrong encryption": (
        GOOD + '[stack]\nencryption = "none"',
        "stack.encryption = 'none'",
        'use "managed" or "kms"',
    ),
    "wrong architecture": (
        GOOD + '[stack]\narchitecture = "arm"',
        "stack.architecture = 'arm'",
        'use "arm64" or "x86_64"',
    ),
    "negative keep_days": (GOOD + "[stack]\nkeep_days = -1", "stack.keep_days = -1", "for ever"),
    "log_days that CloudWatch does not know": (
        GOOD + "[stack]\nlog_days = 31",
        "stack.log_days = 31",
        "use one of 1, 3, 5, 7, 14, 30",
    ),
    "log_days is true": (GOOD + "[stack]\nlog_days = true", "stack.log_days = True", "of days"),
    "two e-mail addresses": (
        GOOD + '[stack]\nalarm_email = "a@b.c, d@e.f"',
        "stack.alarm_email = 'a@b.c, d@e.f'",
        "use one e-mail address",
    ),
    "stuck too soon": (
        GOOD + "[stack]\nstuck_minutes = 4",
        "stack.stuck_minutes = 4",
        "from 5 to 10080",
    ),
    "one worker": (
        GOOD + "[concurrency]\nAnalyzeDocument = 1",
        "concurrency.AnalyzeDocument = 1",
        "use a whole number from 2 to 1000",
    ),
    "workers of an unknown operation": (
        GOOD + "[concurrency]\nAnalyzeLending = 2",
        "concurrency.AnalyzeLending = 2",
        "no such setting",
    ),
}


@pytest.mark.parametrize(("content", "what", "remedy"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_file_key_value_and_remedy(
    tmp_path: Path, content: str, what: str, remedy: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _load(tmp_path, content)

    told = str(caught.value)
    assert told.startswith(f"papertray.toml: {what}")
    assert remedy in told


def test_the_default_of_textract_may_be_written_out(tmp_path: Path) -> None:
    pages = ("1", "10-12", "1-3000", "3-*")
    asked = f"queries = [{{ text = 'Total?', pages = {list(pages)} }}]".replace("'", '"')

    assert _load(tmp_path, QUERIES + asked).profiles["a"].queries[0].pages == pages


def test_thirty_queries_may_be_asked_of_each_page(tmp_path: Path) -> None:
    asked = "".join(
        f'{{ text = "Question {number}?", pages = ["{page}"] }},'
        for page in range(1, 4)
        for number in range(30)
    )

    assert len(_load(tmp_path, f"{QUERIES}queries = [{asked}]").profiles["a"].queries) == 90


def test_adapters_and_the_order_of_dates_are_the_profiles_own(tmp_path: Path) -> None:
    adapters = """adapters = [
        { id = "0123456789ab", version = "1" },
        { id = "ba9876543210", version = "2", pages = ["2-*"] },
    ]
    date_order = "DMY"
    """

    profile = _load(tmp_path, ASKED + adapters).profiles["a"]

    assert profile.date_order == "DMY"
    assert profile.request.adapters == (
        Adapter(id="0123456789ab", version="1"),
        Adapter(id="ba9876543210", version="2", pages=("2-*",)),
    )


def test_a_missing_file_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigurationError, match=re.escape(f"{tmp_path}/papertray.toml is missing")
    ):
        load(tmp_path / "papertray.toml")


def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"papertray.toml is not TOML: .*line 2, column"):
        _load(tmp_path, "\nprofiles = yes")


def test_a_file_in_another_encoding_is_told_how_to_save_it(tmp_path: Path) -> None:
    path = tmp_path / "papertray.toml"
    path.write_bytes(b'# caf\xe9\n[profiles.default]\nprefix = ""\n')

    with pytest.raises(ConfigurationError, match=r"^papertray.toml is not UTF-8 .*: save it as"):
        load(path)


def test_the_mark_that_windows_puts_before_a_text_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "papertray.toml"
    path.write_text(GOOD, encoding="utf-8-sig")

    assert list(load(path).profiles) == ["default"]
