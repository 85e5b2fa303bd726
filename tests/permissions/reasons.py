"""Why the local run cannot notice that some permissions are gone; static tests alone hold these."""

from __future__ import annotations

import re

REASONS = {
    r".+ kms:\S+( on .+)?": "no permission to use a key is checked",
    r"\w+ lets events\.amazonaws\.com .+": "who lets EventBridge send or invoke is not checked",
    r"CompletionSubscriptionDlq lets sns\.amazonaws\.com .+": "SNS always delivers here",
    r"AlarmTopic lets cloudwatch\.amazonaws\.com .+": "no alarm goes off here",
    r"\w+ may logs:.+": "logs are written without the role's rights",
    r"\w+ lets lambda\.amazonaws\.com sts:AssumeRole": "who takes a role is not checked",
    r"(Ingest|Analyze|Start|Collect|Reconcile)Function may "
    r"sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes) on .+": (
        "queues are polled without the role's rights, by which Lambda polls them"
    ),
    r"StartFunction may s3:\w*MultipartUpload\w* on .+": (
        "our Textract writes in one piece; Textract's guide asks for this with OutputConfig"
    ),
    r"(Analyze|Start)Function may s3:GetObject on \$\{UploadsBucket\}/\*": (
        "our Textract reads the version that it is told; Textract's guide asks for this as well"
    ),
    r"IngestFunction may s3:ListBucket on .+": (
        "the local S3 answers 404 for what is gone, even to those who may not list"
    ),
}
"""Why, by what the whole name matches. `docs/local-aws.md` says the same of the local AWS."""


def reason(name: str) -> str | None:
    """Return why a permission of this name cannot be missed locally."""
    found = (why for pattern, why in REASONS.items() if re.fullmatch(pattern, name))
    return next(found, None)
