"""No permission can go missing unseen: every one statically, a few in a real run as well.

`python -m tests.permissions` runs them all; `docs/permissions.md` keeps what it said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.permissions.configurations import CONFIGURATIONS
from tests.permissions.mutants import Permission, permissions, without
from tests.permissions.office import denial
from tests.permissions.reasons import REASONS
from tests.permissions.run import what_goes_wrong
from tests.permissions.static import objections
from tests.stacks.synthesized import Synthesized

ALLOW = re.compile(r'"Effect": "Allow"')
MISSING = {
    "AnalyzeFunction may textract:AnalyzeDocument": "was denied textract:AnalyzeDocument",
    "CompletionsQueue lets sns.amazonaws.com sqs:SendMessage": "SNS was denied",
    "SweepFunction may sqs:SendMessage on ${CompletionsQueue}": "was denied sqs:SendMessage",
}
"""Permissions, and what a run says without them."""

Runs = dict[str, Future[str | None]]


@pytest.fixture(scope="module")
def stacks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Synthesized]:
    """The stack in each of the configurations."""
    made = {}
    for name, make in CONFIGURATIONS.items():
        folder = tmp_path_factory.mktemp(name)
        made[name] = Synthesized.of(folder / "out", make(folder))
    return made


@pytest.fixture(scope="module")
def runs(stacks: dict[str, Synthesized]) -> Iterator[Runs]:
    """What goes wrong with the whole stacks and without some permissions, two at a time."""
    whole = stacks["managed"]
    mutants = {
        each.name: without(whole, each) for each in permissions(whole) if each.name in MISSING
    }
    with ThreadPoolExecutor(2) as pool:
        yield {
            name: pool.submit(what_goes_wrong, stack)
            for name, stack in {**stacks, **mutants}.items()
        }


@pytest.fixture(params=CONFIGURATIONS)
def stack(request: pytest.FixtureRequest, stacks: dict[str, Synthesized]) -> Synthesized:
    return stacks[request.param]


def mutants(stack: Synthesized) -> Iterator[tuple[Permission, Synthesized]]:
    for permission in permissions(stack):
        yield permission, without(stack, permission)


def test_every_statement_that_allows_anything_is_taken_out(stack: Synthesized) -> None:
    taken_out = {(each.resource, each.statement) for each in permissions(stack)}
    of_lambda = [statement for _, statement in taken_out if statement is None]

    allowing = ALLOW.findall(json.dumps(stack.template))
    assert len(taken_out) - len(of_lambda) == len(allowing)
    assert len(of_lambda) == len(stack.resources("AWS::Lambda::Permission"))


def test_no_two_permissions_have_the_same_name(stack: Synthesized) -> None:
    names = [each.name for each in permissions(stack)]

    assert len(names) == len(set(names))


def test_a_mutant_lacks_one_permission_and_nothing_else(stack: Synthesized) -> None:
    whole = {each.name for each in permissions(stack)}

    for permission, mutant in mutants(stack):
        assert whole - {each.name for each in permissions(mutant)} == {permission.name}


def test_the_static_tests_accept_the_whole_template(stack: Synthesized) -> None:
    assert list(objections(stack)) == []


def test_the_static_tests_notice_whatever_is_missing(stack: Synthesized) -> None:
    unseen = [each.name for each, mutant in mutants(stack) if not any(objections(mutant))]

    assert unseen == []


def test_every_reason_why_the_run_is_blind_is_needed(stack: Synthesized) -> None:
    names = [each.name for each in permissions(stack)]

    for pattern in REASONS:
        applies = [name for name in names if re.fullmatch(pattern, name)]
        assert applies or ("kms" in pattern and not stack.encrypted), pattern


@pytest.mark.local
@pytest.mark.parametrize("configuration", CONFIGURATIONS)
def test_the_whole_template_does_all_that_it_must(runs: Runs, configuration: str) -> None:
    assert runs[configuration].result() is None


@pytest.mark.local
@pytest.mark.parametrize(("name", "said"), MISSING.items())
def test_a_run_tells_what_is_missing(runs: Runs, name: str, said: str) -> None:
    assert said in str(runs[name].result())


def test_a_log_without_denials_says_nothing() -> None:
    assert denial('{"message":"finished","status":"COMPLETED"}') is None
