"""The only module that calls Amazon Textract."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from lambdas.documents import Adapter, Document, Operation, Query, Request, Work
from lambdas.errors import NAME_TAKEN, NO_A2I_CUSTOMER, InvalidRequest, TransientError, translate

if TYPE_CHECKING:
    from mypy_boto3_textract import TextractClient


@dataclass(frozen=True, kw_only=True)
class Job:
    """An asynchronous job as Get* describes it."""

    status: str
    message: str | None


@dataclass(frozen=True, kw_only=True)
class JobOutput:
    """Where a job's results and its completion notice go."""

    bucket: str
    prefix: str
    topic_arn: str
    role_arn: str
    kms_key_arn: str


class Textract:
    """Textract with our errors instead of botocore's."""

    def __init__(self, client: TextractClient) -> None:
        self._client = client
        for operation in filter(None, (each.synchronous for each in Operation)):
            client.meta.events.register(f"before-parse.textract.{operation}", _keep_the_bytes)

    def analyze(self, document: Document, request: Request) -> bytes:
        """Return Textract's synchronous answer about a one-page document, as it came (JSON)."""
        source: dict[str, Any] = {"Document": _s3(document)}
        if request.operation is Operation.ANALYZE_ID:
            source = {"DocumentPages": [_s3(document)]}
        answer = self._call(request.operation, **source, **_asked(request))
        return bytes(answer["Bytes"])

    def analyze_with_people(
        self, document: Document, request: Request, flow_definition_arn: str
    ) -> bytes:
        """Return the same answer, and let Amazon A2I ask people where its conditions say so.

        An answer without `HumanLoopActivationOutput` is one to a repeated question: the loop of an
        attempt before, whose answer was lost, has come to its end already.
        """
        loop = {"HumanLoopName": document.document_id, "FlowDefinitionArn": flow_definition_arn}
        try:
            answer = self._call(
                request.operation,
                Document=_s3(document),
                HumanLoopConfig=loop,
                **_asked(request),
            )
        except InvalidRequest as error:
            if NAME_TAKEN in str(error):
                return self.analyze(document, request)
            raise InvalidRequest(f"{error} {NO_A2I_CUSTOMER}") from error
        return bytes(answer["Bytes"])

    def identify(self, sides: Sequence[bytes]) -> bytes:
        """Return AnalyzeID's answer about the two sides of one document, as it came (JSON)."""
        pages = [{"Bytes": side} for side in sides]
        return bytes(self._call(Operation.ANALYZE_ID, DocumentPages=pages)["Bytes"])

    def detect(self, source: dict[str, Any]) -> bytes:
        """Return the answer of DetectDocumentText about `source`, a Textract `Document`."""
        return bytes(self._call(Operation.DETECT_DOCUMENT_TEXT, Document=source)["Bytes"])

    def start(self, work: Work, output: JobOutput) -> str:
        """Start a job and return its id; the same work gives the same job, for seven days."""
        answer = self._call(
            work.api,
            DocumentLocation=_s3(work.document),
            ClientRequestToken=work.client_request_token,
            JobTag=work.document.document_id,
            NotificationChannel={"SNSTopicArn": output.topic_arn, "RoleArn": output.role_arn},
            OutputConfig={"S3Bucket": output.bucket, "S3Prefix": output.prefix},
            **({"KMSKeyId": output.kms_key_arn} if output.kms_key_arn else {}),
            **_asked(work.request),
        )
        return str(answer["JobId"])

    def job(self, operation: Operation, job_id: str) -> Job:
        """Ask for a job's status; its results are read from S3, not through this quota."""
        assert operation.get  # noqa: S101  (for the type checker: what has jobs has this)
        answer = self._call(operation.get, JobId=job_id, MaxResults=1)
        return Job(status=answer["JobStatus"], message=answer.get("StatusMessage"))

    def _call(self, operation: str, **parameters: Any) -> Any:  # noqa: ANN401  (botocore's own)
        with _translated():
            return getattr(self._client, xform_name(operation))(**parameters)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise translate(error) from error
    except ParamValidationError as error:
        raise InvalidRequest(f"Textract cannot be asked that: {error}") from error
    except BotoCoreError as error:
        raise TransientError(f"Textract gave no answer: {error}") from error


def _keep_the_bytes(
    *, response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: object
) -> None:
    """Hand out a good answer's bytes instead of botocore's parsed copy.

    Parsing it costs botocore four to five times `json.loads`, and we decode it typed anyway.
    """
    if response_dict["status_code"] == 200:
        customized_response_dict["Bytes"] = response_dict["body"]
        response_dict["body"] = b"{}"


def _s3(document: Document) -> dict[str, Any]:
    version = {"Version": document.version_id} if document.version_id else {}
    return {"S3Object": {"Bucket": document.bucket, "Name": document.key, **version}}


def _asked(request: Request) -> dict[str, Any]:
    parameters: dict[str, Any] = {}
    if request.feature_types:
        parameters["FeatureTypes"] = list(request.feature_types)
    if request.queries:
        parameters["QueriesConfig"] = {"Queries": [_query(query) for query in request.queries]}
    if request.adapters:
        parameters["AdaptersConfig"] = {"Adapters": [_adapter(each) for each in request.adapters]}
    return parameters


def _query(query: Query) -> dict[str, Any]:
    alias = {"Alias": query.alias} if query.alias else {}
    return {"Text": query.text, **alias, **_pages(query.pages)}


def _adapter(adapter: Adapter) -> dict[str, Any]:
    return {"AdapterId": adapter.id, "Version": adapter.version, **_pages(adapter.pages)}


def _pages(pages: Sequence[str]) -> dict[str, Any]:
    return {"Pages": list(pages)} if pages else {}
