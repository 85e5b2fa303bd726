"""What Amazon A2I needs to ask people: flow definitions, a role, and a way for their answers."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from typing import cast

import msgspec
from aws_cdk import CustomResource, Duration, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from lambdas.documents import ReviewBy
from lambdas.profiles import Configuration
from lambdas.review.conditions import activation_conditions
from lambdas.review.flow_definition import FlowDefinition
from lambdas.review.rules import A2I, ReviewRules
from stacks import a2i_names
from stacks.functions import Common, PipelineFunction
from stacks.nag import acknowledge_stars
from stacks.reviews import BY_A2I
from stacks.storage import ANSWERS, RESULTS, Storage
from stacks.triggers import EventRule
from stacks.work_queue import WorkQueue
from stacks.workteam import PrivateWorkteam

SAGEMAKER = "sagemaker.amazonaws.com"
TEMPLATES = Path(__file__).parent / "worker_templates"
TEMPLATE_OF = {"a2i": "custom.liquid.html", "a2i-textract": "textract.liquid.html"}
# Until CloudFormation gives up: the function answers within minutes, or Lambda tries it again
SERVICE_TIMEOUT = Duration.minutes(15)
DAY = 24 * 3600  # seconds
LONGEST_TITLE = 128  # characters, CreateFlowDefinition
PICTURES = f"{RESULTS}*/pages/*"  # of pages, which the pipeline makes for the workers
# SageMaker guide, "Permissions and security in Amazon A2I": encrypted output; its stars written out
FLOW_ENCRYPTED = (
    *("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"),
    *("kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"),
)


class HumanReview(Construct):
    """A flow definition for each profile that Amazon A2I reviews, from its rules to its answers.

    CloudFormation has no type for flow definitions: a function of ours makes them.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        configuration: Configuration,
        reviews_by: Set[ReviewBy],
        storage: Storage,
        answers: WorkQueue,
        common: Common,
    ) -> None:
        super().__init__(scope, id_)
        self._storage, self._key = storage, common.key
        self._team = cast(A2I, configuration.a2i)  # or the configuration would not have loaded
        is_private = self._team.workteam == "private"
        self.workteam = (
            PrivateWorkteam(self, "Workteam", email=self._team.worker_email) if is_private else None
        )
        reviews = {
            name: profile.review
            for name, profile in configuration.profiles.items()
            if profile.review and profile.review.by in BY_A2I
        }
        self.role = _flow_role(self, storage, reviews_by & BY_A2I, key=common.key)
        self.function = PipelineFunction(
            self,
            "FlowDefinitionFunction",
            name="flow_definition",
            common=common,
            settings=None,  # which hold what it makes
            permissions=_may_make_flow_definitions(self, self.role),
        )
        self.rule = EventRule(
            self,
            "Rule",
            description="reviews that Amazon A2I has ended",
            pattern={
                "source": ["aws.sagemaker"],
                "detail-type": ["SageMaker A2I HumanLoop Status Change"],
                "detail": {
                    "flowDefinitionArn": [{"prefix": a2i_names.flow_definitions(Stack.of(self))}]
                },
            },
            to=answers,
            key=common.key,
        )
        self.flow_definition_arns = {
            name: self._flow_definition(name, review) for name, review in reviews.items()
        }

    def _flow_definition(self, profile: str, review: ReviewRules) -> str:
        """Make the flow definition of a profile; return its ARN."""
        team = self._team
        is_of_textract = review.by == "a2i-textract"
        wanted = FlowDefinition(
            name_prefix=a2i_names.name_prefix(Stack.of(self), profile),
            template=(TEMPLATES / TEMPLATE_OF[review.by]).read_text(encoding="ascii"),
            role_arn=self.role.role_arn,
            workteam_arn=self.workteam.arn if self.workteam else team.workteam,
            output_path=self._storage.results.s3_url_for_object(ANSWERS.rstrip("/")),
            kms_key_arn=self._key.key_arn if self._key else "",
            title=f"Check a document: {profile}"[:LONGEST_TITLE],
            description="Check what was read from a document, and correct it.",
            reviewers=team.reviewers,
            available_seconds=review.wait_days * DAY,
            task_seconds=team.minutes * 60,
            activation_conditions=activation_conditions(review) if is_of_textract else "",
        )
        resource = CustomResource(
            self,
            f"FlowDefinition-{profile}",
            service_token=self.function.function.function_arn,
            service_timeout=SERVICE_TIMEOUT,
            resource_type="Custom::FlowDefinition",
            properties=msgspec.to_builtins(wanted),
        )
        resource.node.add_dependency(self.role)  # and its policy
        return resource.ref


def _flow_role(
    scope: Construct, storage: Storage, reviews_by: Set[ReviewBy], *, key: kms.IKey | None
) -> iam.Role:
    """Return the role by which Amazon A2I shows documents and keeps what people answer."""
    role = iam.Role(
        scope,
        "Role",
        description="Lets Amazon A2I show documents to people and keep what they answer",
        assumed_by=iam.ServicePrincipal(
            SAGEMAKER,
            conditions={"StringEquals": {"aws:SourceAccount": Stack.of(scope).account}},
        ),
    )
    shown = {
        "a2i": storage.results.arn_for_objects(PICTURES),
        "a2i-textract": storage.uploads.arn_for_objects("*"),
    }
    seen = [shown[way] for way in sorted(reviews_by)]
    role.add_to_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=seen))
    answers = storage.results.arn_for_objects(f"{ANSWERS}*")
    role.add_to_policy(iam.PolicyStatement(actions=["s3:PutObject"], resources=[answers]))
    if key:
        role.add_to_policy(iam.PolicyStatement(actions=[*FLOW_ENCRYPTED], resources=[key.key_arn]))
    acknowledge_stars(
        role,
        {
            shown["a2i-textract"]: "Users choose the keys of their documents.",
            shown["a2i"]: "Every document's pictures are below a prefix of their own.",
            answers: "Amazon A2I chooses the keys of its output.",
        },
    )
    return role


def _may_make_flow_definitions(scope: Construct, role: iam.Role) -> list[iam.PolicyStatement]:
    """Return the rights of the function behind the custom resource."""
    stack = Stack.of(scope)
    flow_definitions = f"{a2i_names.flow_definitions(stack)}*"
    pages = f"{a2i_names.worker_pages(stack)}*"
    why = "A changed flow definition has another name; all of ours begin alike."
    acknowledge_stars(scope, dict.fromkeys((flow_definitions, pages), why))
    changing = ("Create", "Delete")
    return [
        iam.PolicyStatement(
            actions=[f"sagemaker:{verb}HumanTaskUi" for verb in changing], resources=[pages]
        ),
        iam.PolicyStatement(
            actions=[f"sagemaker:{verb}FlowDefinition" for verb in (*changing, "Describe")],
            resources=[flow_definitions],
        ),
        iam.PolicyStatement(
            actions=["iam:PassRole"],
            resources=[role.role_arn],
            conditions={"StringEquals": {"iam:PassedToService": SAGEMAKER}},
        ),
    ]
