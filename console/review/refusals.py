"""What AWS refused, in words for the person at the page: what it was, and what to do."""

from __future__ import annotations

from http import HTTPStatus

from botocore.exceptions import BotoCoreError, ClientError

from console.errors import CommandError

FORBIDDEN = {"AccessDenied", "AccessDeniedException", "KMSAccessDeniedException", "403"}
EXPIRED = {
    *("ExpiredToken", "ExpiredTokenException", "RequestExpired"),
    *("InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId"),
}
GONE = {"NoSuchKey", "NoSuchVersion", "404"}


class Refused(CommandError):
    """It was not done: `status` is as in HTTP, `error` a name for programs."""

    def __init__(self, status: int, error: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.error = error


def refusal(error: ClientError | BotoCoreError) -> Refused:
    """Return what to tell of AWS's error, whose own text names accounts and addresses."""
    if isinstance(error, BotoCoreError):
        name = type(error).__name__
        return Refused(
            HTTPStatus.BAD_GATEWAY, name, f"AWS cannot be reached ({name}). Try again in a moment."
        )
    code, call = str(error.response["Error"]["Code"]), error.operation_name
    if code in GONE:
        return Refused(HTTPStatus.NOT_FOUND, code, "What you look for is not there any more.")
    if code in EXPIRED:
        told = f"Your AWS credentials are no longer valid ({code}). Renew them, and try again."
        return Refused(HTTPStatus.FORBIDDEN, code, told)
    if code in FORBIDDEN:
        told = f"You may not call {call} ({code}). docs/review.md names the rights that you need."
        return Refused(HTTPStatus.FORBIDDEN, code, told)
    told = f"AWS did not do it ({call}: {code}). Try again in a moment."
    return Refused(HTTPStatus.BAD_GATEWAY, code, told)
