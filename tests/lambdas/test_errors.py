"""Would trying again help? Answered for every error that Textract can give us."""

from __future__ import annotations

import botocore.session
import pytest
from botocore.exceptions import ClientError

from lambdas.documents import Operation
from lambdas.errors import (
    A2I_ERRORS,
    TEXTRACT_ERRORS,
    DocumentTooLarge,
    PermanentError,
    Throttled,
    TransientError,
    translate,
    translate_a2i,
)

# They point at the deployment, not at the document: an operator mends it and redrives the DLQ.
LEFT_TO_THE_DLQ = {
    "AccessDeniedException",
    "IdempotentParameterMismatchException",  # the stack changed under a document
    "InvalidKMSKeyException",
    "InvalidS3ObjectException",  # rights, region, or not yet visible
}


def test_every_error_of_the_operations_we_call_is_decided() -> None:
    model = botocore.session.get_session().get_service_model("textract")
    called = [name for each in Operation for name in each.calls]
    possible = {shape.name for name in called for shape in model.operation_model(name).error_shapes}

    assert possible == set(TEXTRACT_ERRORS) | LEFT_TO_THE_DLQ


def test_every_error_of_amazon_a2i_that_we_can_meet_is_decided() -> None:
    model = botocore.session.get_session().get_service_model("sagemaker-a2i-runtime")
    called = ("StartHumanLoop", "DescribeHumanLoop", "StopHumanLoop")
    possible = {shape.name for name in called for shape in model.operation_model(name).error_shapes}

    # A name that is taken, and a loop that is not there, are answers: lambdas/aws/human_loops.py.
    assert possible == {*A2I_ERRORS, "ConflictException", "ResourceNotFoundException"}


def test_a_permanent_error_of_amazon_a2i_is_a_reason_with_its_own_words() -> None:
    error = translate_a2i(_error("ValidationException", "Not yours."))

    assert isinstance(error, PermanentError)
    assert str(error) == "Amazon A2I refused the review: Not yours. (ValidationException)"


def test_no_error_is_both_translated_and_left() -> None:
    assert not set(TEXTRACT_ERRORS) & LEFT_TO_THE_DLQ


@pytest.mark.parametrize(
    "code",
    [
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "LimitExceededException",
        "HumanLoopQuotaExceededException",
    ],
)
def test_a_used_up_quota_means_waiting(code: str) -> None:
    assert isinstance(translate(_error(code)), Throttled)


def test_a_fault_of_textract_may_pass() -> None:
    error = translate(_error("InternalServerError"))

    assert isinstance(error, TransientError)
    assert not isinstance(error, PermanentError)


def test_a_permanent_error_is_a_reason_with_textracts_own_words() -> None:
    error = translate(_error("DocumentTooLargeException", "Too big."))

    assert isinstance(error, DocumentTooLarge)
    assert str(error) == ("Textract refused the document: Too big. (DocumentTooLargeException)")


def test_an_error_without_words_still_has_a_reason() -> None:
    assert "no message (BadDocumentException)" in str(translate(_error("BadDocumentException", "")))


@pytest.mark.parametrize("code", [*sorted(LEFT_TO_THE_DLQ), "NeverHeardOfException"])
def test_an_error_that_is_left_goes_through_as_it_is(code: str) -> None:
    error = _error(code)

    assert translate(error) is error


def _error(code: str, message: str = "No.") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "AnalyzeDocument")
