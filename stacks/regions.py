"""Where Amazon Textract and Amazon A2I are offered."""

from __future__ import annotations

from lambdas.errors import PapertrayError

# Textract developer guide (quotas), and the endpoints of botocore 1.44.5
TEXTRACT_REGIONS = (
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-central-2",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
)

# AWS general reference, "Amazon Augmented AI endpoints and quotas" (botocore lists none)
A2I_REGIONS = (
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-west-1",
    "eu-west-2",
    "us-east-1",
    "us-east-2",
    "us-west-2",
)


class RegionWithoutTextract(PapertrayError):
    """The stack would be deployed where nothing can read its documents."""


class RegionWithoutA2I(PapertrayError):
    """The stack would be deployed where Amazon A2I can ask nobody."""


def check_region(region: str | None, *, a2i: bool = False) -> None:
    """Refuse a known `region` without Textract, or without A2I if a profile needs it; None (not
    decided yet) is fine."""
    if region and region not in TEXTRACT_REGIONS:
        raise RegionWithoutTextract(
            f"Amazon Textract is not offered in {region}; use one of {', '.join(TEXTRACT_REGIONS)}"
        )
    if region and a2i and region not in A2I_REGIONS:
        raise RegionWithoutA2I(
            f'Amazon A2I is not offered in {region}; have documents reviewed by "builtin" '
            f"(papertray.toml), or use one of {', '.join(A2I_REGIONS)}"
        )
