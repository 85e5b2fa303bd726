"""`[profiles.NAME.review]` and `[a2i]`: what they mean, and what every mistake is told as."""

from __future__ import annotations

from pathlib import Path

import pytest

from lambdas.profiles import Configuration, ConfigurationError, load
from lambdas.review.rules import A2I, FieldRule, ReviewRules

WORKTEAM = "arn:aws:sagemaker:us-east-1:111122223333:workteam/private-crowd/clerks"
FORMS = """
[profiles.forms]
prefix = "forms/"
operation = "AnalyzeDocument"
feature_types = ["FORMS"]
"""
BILLS = """
[profiles.bills]
prefix = "bills/"
operation = "AnalyzeExpense"
"""
A2I_SECTION = f'[a2i]\nworkteam = "{WORKTEAM}"\n'
REVIEW = FORMS + "[profiles.forms.review]\n"
BY_A2I = A2I_SECTION + REVIEW + 'by = "a2i"\nmin_confidence = 90\n'
BY_TEXTRACT = A2I_SECTION + REVIEW + 'by = "a2i-textract"\n'


def fields(*rules: str) -> str:
    """Return a review with these rules of fields."""
    return f"{REVIEW}fields = [{', '.join(f'{{ {rule} }}' for rule in rules)}]"


def loaded(folder: Path, content: str) -> Configuration:
    path = folder / "papertray.toml"
    path.write_text(content, encoding="utf-8")
    return load(path)


def test_a_review_says_when_people_look(tmp_path: Path) -> None:
    review = """
    by = "a2i"
    min_confidence = 85
    sample_percent = 2.5
    wait_days = 3
    fields = [
        { name = "Total", aliases = ["Sum"], required = true, sum_of = "PRICE", type = "amount" },
        { name = "Due", at_least = "Issued", min_confidence = 0 },
    ]
    """
    configuration = loaded(tmp_path, f"{A2I_SECTION}{BILLS}[profiles.bills.review]\n{review}")

    assert configuration.profiles["bills"].review == ReviewRules(
        by="a2i",
        min_confidence=85,
        sample_percent=2.5,
        wait_days=3,
        fields=(
            FieldRule(name="Total", aliases=("Sum",), required=True, sum_of="PRICE", type="amount"),
            FieldRule(name="Due", at_least="Issued", min_confidence=0),
        ),
    )
    assert configuration.a2i == A2I(workteam=WORKTEAM, reviewers=1, minutes=60)


def test_without_a_section_nobody_reviews(tmp_path: Path) -> None:
    configuration = loaded(tmp_path, FORMS)

    assert configuration.profiles["forms"].review is None
    assert configuration.a2i is None


@pytest.mark.parametrize(
    "right",
    [
        REVIEW + "sample_percent = 100",
        (REVIEW + "sample_percent = 1").replace('"FORMS"', '"TABLES"'),
        REVIEW + "min_confidence = 90\nwait_days = 364",
        "[stack]\nkeep_days = 0\n" + REVIEW + "min_confidence = 90\nwait_days = 365",
        fields(
            'name = "A", equals = "B"', 'name = "B", type = "date"', 'name = "C", pattern = "x"'
        ),
        fields('name = "A", type = "amount", at_most = "B"', 'name = "B", type = "number"'),
        BY_A2I + "wait_days = 10",
        BY_TEXTRACT + "min_confidence = 90\nsample_percent = 0.01",
        BY_TEXTRACT + 'fields = [{ name = "A", required = true, min_confidence = 90 }]',
        BY_TEXTRACT + 'min_confidence = 90\nfields = [{ name = "A", min_confidence = 90 }]',
        '[a2i]\nworkteam = "private"\nworker_email = "jo@example.com"\n' + FORMS,
    ],
)
def test_what_is_right_loads(tmp_path: Path, right: str) -> None:
    assert loaded(tmp_path, right).profiles


R = "profiles.forms.review"
MISTAKES = {
    "a review that asks nothing": (
        REVIEW + 'by = "builtin"',
        f"{R} = {{'by': 'builtin'}}",
        "sample_percent = 100 shows them every document",
    ),
    "a minimum of 0 asks nothing": (
        REVIEW + "min_confidence = 0",
        f"{R} = {{'by': 'builtin'}}",
        "say when people look",
    ),
    "a review that is a list": (FORMS + "review = [1]", f"{R} = [1]", 'use by = "builtin"'),
    "reviewed by nobody known": (
        REVIEW + 'by = "mturk"\nmin_confidence = 90',
        f"{R}.by = 'mturk'",
        'use "builtin", "a2i" or "a2i-textract"',
    ),
    "an unknown setting": (
        REVIEW + "confidence = 90",
        f"{R}.confidence = 90",
        "no such setting",
    ),
    "a misspelt setting": (
        REVIEW + "min_confidense = 90",
        f"{R}.min_confidense = 90",
        'use by = "builtin", wait_days, and min_confidence, fields or sample_percent',
    ),
    "a setting of [a2i]": (
        REVIEW + "reviewers = 2",
        f"{R}.reviewers = 2",
        "it belongs in [a2i]; use a number of people from 1 to 3",
    ),
    "a review of a profile that there is not": (
        REVIEW + "min_confidence = 90\n[profiles.lots.review]\nmin_confidence = 90",
        "profiles.lots.review = {'min_confidence': 90}",
        "the others are forms; give it the name of one that has a prefix",
    ),
    "an alias that is another rule's name, and is compared with": (
        fields(
            'name = "Order date", type = "date"',
            'name = "B", aliases = ["order DATE:"], at_least = "Order date"',
        ),
        f"{R}.fields[1].aliases[0] = 'order DATE:'",
        "name each field once; review.fields[0] has it already",
    ),
    "a confidence above 100": (
        REVIEW + "min_confidence = 101",
        f"{R}.min_confidence = 101",
        "use a number from 0 to 100",
    ),
    "a sample of more than all": (
        REVIEW + "sample_percent = 100.5",
        f"{R}.sample_percent = 100.5",
        "use a number from 0 to 100",
    ),
    "a sample smaller than A2I knows": (
        REVIEW + "sample_percent = 0.005",
        f"{R}.sample_percent = 0.005",
        "use 0, or 0.01 to 100",
    ),
    "a wait of no day": (
        REVIEW + "wait_days = 0\nmin_confidence = 90",
        f"{R}.wait_days = 0",
        "use a number of days from 1 to 365",
    ),
    "a wait longer than documents are kept": (
        "[stack]\nkeep_days = 7\n" + REVIEW + "min_confidence = 90\nwait_days = 7",
        f"{R}.wait_days = 7",
        "stack.keep_days deletes documents after 7",
    ),
    "fields that are names": (
        REVIEW + 'fields = ["Total"]',
        f"{R}.fields[0] = 'Total'",
        'use a list of { name = "Total"',
    ),
    "a field without a name": (
        fields("required = true"),
        f"{R}.fields[0] = {{'required': True}}",
        "required field `name`",
    ),
    "a blank name": (
        fields('name = " : ", required = true'),
        f"{R}.fields[0].name = ' : '",
        "use the name as it is printed",
    ),
    "a blank alias": (
        fields('name = "A", required = true', 'name = "B", aliases = ["C", ""], required = true'),
        f"{R}.fields[1].aliases[1] = ''",
        "use the name as it is printed",
    ),
    "all fields as one": (
        fields('name = "*", min_confidence = 90'),
        f"{R}.fields[0].name = '*'",
        "min_confidence beside `fields` is for all",
    ),
    "a rule that asks nothing": (
        fields('name = "Total", aliases = ["Sum"]'),
        f"{R}.fields[0] = 'Total'",
        "say what must hold of it: min_confidence, required, pattern",
    ),
    "a field's minimum of 0 beside none for all": (
        fields('name = "Total", min_confidence = 0'),
        f"{R}.fields[0] = 'Total'",
        "say what must hold of it",
    ),
    "an unknown setting of a field": (
        fields('name = "Total", matches = "x"'),
        f"{R}.fields[0].matches = 'x'",
        "no such setting",
    ),
    "a pattern that is none": (
        fields('name = "A", required = true', 'name = "B", pattern = "(["'),
        f"{R}.fields[1].pattern = '(['",
        "unterminated character set at position 1; write a backslash before what stands for itself",
    ),
    "a pattern that repeats too often": (
        fields('name = "A", pattern = "a{99999999999999}"'),
        f"{R}.fields[0].pattern = 'a{{99999999999999}}'",
        "not a regular expression of Python",
    ),
    "an empty pattern": (
        fields('name = "A", pattern = ""'),
        f"{R}.fields[0].pattern = ''",
        "use 1 to 500 characters",
    ),
    "a pattern of 501 characters": (
        fields(f'name = "A", pattern = "{"x" * 501}"'),
        f"{R}.fields[0].pattern = 'xxx",
        "use 1 to 500 characters",
    ),
    "an unknown type": (
        fields('name = "A", type = "money"'),
        f"{R}.fields[0].type = 'money'",
        'use "date", "amount" or "number"',
    ),
    "equal to nothing": (
        fields('name = "A", equals = ""'),
        f"{R}.fields[0].equals = ''",
        "use the name of another field",
    ),
    "at least itself": (
        fields('name = "A", aliases = ["B"], at_least = "b:"'),
        f"{R}.fields[0].at_least = 'b:'",
        "use the name of another field",
    ),
    "a date against an amount": (
        fields('name = "A", type = "date", at_most = "B"', 'name = "B", type = "amount"'),
        f"{R}.fields[0].at_most = 'B'",
        'A has type "date", B "amount"',
    ),
    "one name in two rules": (
        fields(
            'name = "Total", required = true', 'name = "Sum", aliases = ["total:"], type = "date"'
        ),
        f"{R}.fields[1].aliases[0] = 'total:'",
        "review.fields[0] has it already",
    ),
    "one name twice in a rule": (
        fields('name = "Total", aliases = ["TOTAL"], required = true'),
        f"{R}.fields[0].aliases[0] = 'TOTAL'",
        "name each field once",
    ),
    "a sum where there are no line items": (
        fields('name = "A", sum_of = "PRICE"'),
        f"{R}.fields[0].sum_of = 'PRICE'",
        "AnalyzeDocument gives no line items; remove it, or use AnalyzeExpense",
    ),
    "a sum of names": (
        BILLS + 'review.fields = [{ name = "TOTAL", sum_of = "ITEM" }]',
        "profiles.bills.review.fields[0].sum_of = 'ITEM'",
        "use one of PRICE, QUANTITY, UNIT_PRICE",
    ),
    "a sum that is a date": (
        BILLS + 'review.fields = [{ name = "TOTAL", sum_of = "PRICE", type = "date" }]',
        "profiles.bills.review.fields[0].sum_of = 'PRICE'",
        "a date is no sum",
    ),
    "text, of which nobody can correct anything": (
        '[profiles.text]\nprefix = ""\noperation = "DetectDocumentText"\n'
        "review = { sample_percent = 5 }",
        "profiles.text.review = {'by': 'builtin'}",
        "people could correct nothing here: use AnalyzeDocument with FORMS, QUERIES or TABLES",
    ),
    "layout, of which nobody can correct anything": (
        (REVIEW + "sample_percent = 5").replace('"FORMS"', '"LAYOUT"'),
        f"{R} = {{'by': 'builtin'}}",
        "or remove the review",
    ),
    "a minimum for fields that tables do not have": (
        (REVIEW + "min_confidence = 90").replace('"FORMS"', '"TABLES"'),
        f"{R}.min_confidence = 90",
        "this profile gives no fields: use sample_percent alone",
    ),
    "rules of fields that tables do not have": (
        fields('name = "Total", required = true').replace('"FORMS"', '"TABLES", "LAYOUT"'),
        f"{R}.fields = ['Total']",
        "or FORMS, or QUERIES",
    ),
    "A2I without a workteam": (
        REVIEW + 'by = "a2i"\nmin_confidence = 90',
        f"{R}.by = 'a2i'",
        'needs a section [a2i] with a workteam; without A2I, use "builtin"',
    ),
    "A2I for longer than it keeps a task": (
        BY_A2I + "wait_days = 11",
        f"{R}.wait_days = 11",
        "Amazon A2I keeps a task for at most 10 days; use 1 to 10",
    ),
    "Textract's own review of what has no forms": (
        (BY_TEXTRACT + "min_confidence = 90").replace('"FORMS"', '"TABLES"'),
        f"{R}.by = 'a2i-textract'",
        'AnalyzeDocument with "FORMS"; use it, or use "a2i" or "builtin"',
    ),
    "Textract's own review of bills": (
        A2I_SECTION + BILLS + 'review = { by = "a2i-textract", min_confidence = 90 }',
        "profiles.bills.review.by = 'a2i-textract'",
        'AnalyzeDocument with "FORMS"',
    ),
    "a pattern that A2I cannot be told": (
        BY_TEXTRACT + 'fields = [{ name = "A", required = true, pattern = "x" }]',
        f"{R}.fields[0].pattern = 'x'",
        'A2I\'s conditions know only min_confidence and required; remove it, or use "a2i"',
    ),
    "a field that may be less sure than all, as A2I cannot be told": (
        BY_TEXTRACT + 'min_confidence = 90\nfields = [{ name = "A", min_confidence = 50 }]',
        f"{R}.fields[0].min_confidence = 50",
        "use at least 90",
    ),
    "more conditions than A2I takes": (
        BY_TEXTRACT
        + "fields = ["
        + "".join(f'{{ name = "Name of field {n}", required = true }},' for n in range(90))
        + "]",
        f"{R}.fields = '90 rules'",
        "A2I takes conditions of 10,240 characters, these have 1",
    ),
    "more queries than a synchronous call takes": (
        (BY_TEXTRACT + "min_confidence = 90").replace(
            '["FORMS"]',
            '["FORMS", "QUERIES"]\nqueries = ['
            + "".join(f'{{ text = "Question {n}?" }},' for n in range(16))
            + "]",
        ),
        "profiles.forms.queries = '16 queries'",
        "a synchronous call takes at most 15 queries",
    ),
    "A2I without its workteam": (
        "[a2i]\nreviewers = 2\n" + FORMS,
        "a2i = {'reviewers': 2}",
        'use workteam = "arn:aws:sagemaker:..." or "private"',
    ),
    "a workteam's name for its ARN": (
        '[a2i]\nworkteam = "clerks"\n' + FORMS,
        "a2i.workteam = 'clerks'",
        'use the ARN of a workteam, "arn:aws:sagemaker:REGION:ACCOUNT:workteam/..."',
    ),
    "a private workteam without people": (
        '[a2i]\nworkteam = "private"\n' + FORMS,
        "a2i.worker_email = ''",
        "needs a first member",
    ),
    "a member for a workteam that has its own": (
        A2I_SECTION + 'worker_email = "jo@example.com"\n' + FORMS,
        "a2i.worker_email = 'jo@example.com'",
        'remove it, or use workteam = "private"',
    ),
    "an address that is none": (
        A2I_SECTION + 'worker_email = "jo"\n' + FORMS,
        "a2i.worker_email = 'jo'",
        "use one e-mail address",
    ),
    "four reviewers": (
        A2I_SECTION + "reviewers = 4\n" + FORMS,
        "a2i.reviewers = 4",
        "use a number of people from 1 to 3",
    ),
    "nine hours for a task": (
        A2I_SECTION + "minutes = 540\n" + FORMS,
        "a2i.minutes = 540",
        "use a number of minutes from 1 to 480",
    ),
    "an unknown setting of A2I": (
        A2I_SECTION + "price = 1\n" + FORMS,
        "a2i.price = 1",
        "no such setting",
    ),
}


@pytest.mark.parametrize(("content", "what", "remedy"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_file_key_value_and_remedy(
    tmp_path: Path, content: str, what: str, remedy: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        loaded(tmp_path, content)

    told = str(caught.value)
    assert told.startswith(f"papertray.toml: {what}")
    assert remedy in told
