"""Amazon A2I gets all that its guide asks for, and nothing more; nobody gets it unasked."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from aws_cdk import Stack

from lambdas.review.flow_definition import FlowDefinition
from stacks import a2i_names
from stacks.assembly import build_app
from stacks.human_review import TEMPLATES
from stacks.regions import A2I_REGIONS, TEXTRACT_REGIONS, RegionWithoutA2I, check_region
from tests.stacks.synthesized import (
    WORKTEAM,
    Json,
    Right,
    Synthesized,
    variant,
)
from tests.stacks.synthesized import with_a2i as add_a2i

BUCKET, FLOW = "AWS::S3::Bucket", "Custom::FlowDefinition"
SHOWN_BY = {"a2i": "${ResultsBucket}/results/*/pages/*", "a2i-textract": "${UploadsBucket}/*"}
KEY_OF_OUTPUT = (
    *("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"),
    *("kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"),
)


def review_role(stack: Synthesized) -> str:
    (role,) = [id_ for id_, name in stack.names.items() if name == "ReviewRole"]
    return role


def flows(stack: Synthesized) -> dict[str, Json]:
    """Return the properties of the flow definitions by the way of asking people."""
    return {
        "a2i-textract" if each["ActivationConditions"] else "a2i": each
        for each in stack.resources(FLOW).values()
    }


def test_a_review_can_be_answered_after_the_last_profile_with_one_is_gone(
    without_reviews: Synthesized,
) -> None:
    kinds = {each["Type"] for each in without_reviews.template["Resources"].values()}
    sweep = without_reviews.resources("AWS::Lambda::Function")[
        without_reviews.resource("SweepFunction")
    ]
    told = sweep["Environment"]["Variables"]["ANSWERS_QUEUE_URL"]

    assert {"ReviewFunction", "ReconcileFunction"} <= without_reviews.outputs.keys()
    assert without_reviews.text(told) == "${AnswersQueue}"
    assert FLOW not in kinds
    assert not [action for action in without_reviews.allowed_actions() if "sagemaker" in action]


def test_our_own_reviewers_need_nothing_of_amazon_a2i(managed: Synthesized) -> None:
    assert managed.reviews_by <= {"builtin"}
    kinds = {each["Type"] for each in managed.template["Resources"].values()}

    assert not [kind for kind in kinds if kind.startswith(("Custom::", "AWS::SageMaker"))]
    for bucket in managed.resources(BUCKET).values():
        assert "CorsConfiguration" not in bucket


def test_only_amazon_a2i_may_take_its_role_and_only_for_this_account(
    a2i_stack: Synthesized,
) -> None:
    role = a2i_stack.resources("AWS::IAM::Role")[review_role(a2i_stack)]
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]

    assert trust["Principal"] == {"Service": "sagemaker.amazonaws.com"}
    assert trust["Action"] == "sts:AssumeRole"
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_amazon_a2i_may_show_what_it_must_and_write_answers_only(a2i_stack: Synthesized) -> None:
    expected = {
        Right("s3:GetObject", shown)
        for way, shown in SHOWN_BY.items()
        if way in a2i_stack.reviews_by
    }
    expected.add(Right("s3:PutObject", "${ResultsBucket}/a2i/*"))
    if a2i_stack.encrypted:
        expected |= {Right(action, "${Key}") for action in KEY_OF_OUTPUT}

    assert a2i_stack.rights_of_role(review_role(a2i_stack)) == expected


def test_worker_pages_may_load_pictures_from_the_buckets_that_hold_them(
    stack: Synthesized,
) -> None:
    shows = {"a2i": "ResultsBucket", "a2i-textract": "UploadsBucket"}
    expected = {shows[way] for way in stack.reviews_by if way in shows}

    open_to_pages = {
        stack.names[id_]
        for id_, bucket in stack.resources(BUCKET).items()
        if "CorsConfiguration" in bucket
    }
    assert open_to_pages == expected
    for bucket in stack.resources(BUCKET).values():
        if "CorsConfiguration" in bucket:
            assert bucket["CorsConfiguration"] == {
                "CorsRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]
            }


def test_what_amazon_a2i_writes_is_deleted_with_the_results(with_a2i: Synthesized) -> None:
    properties = with_a2i.resources(BUCKET)[with_a2i.resource("ResultsBucket")]
    rules = properties["LifecycleConfiguration"]["Rules"]

    (rule,) = [each for each in rules if each.get("Prefix") == "a2i/"]
    assert rule["ExpirationInDays"] == with_a2i.configuration.stack.keep_days


def test_every_profile_of_amazon_a2i_has_a_flow_definition_as_it_says(
    with_a2i: Synthesized,
) -> None:
    for way, properties in flows(with_a2i).items():
        assert properties["WorkteamArn"] == WORKTEAM
        assert with_a2i.text(properties["RoleArn"]) == "${ReviewRole}"
        assert with_a2i.text(properties["OutputPath"]) == "s3://${ResultsBucket}/a2i"
        assert properties["Title"] == f"Check a document: checked-by-{way}"
        assert (properties["Reviewers"], properties["TaskSeconds"]) == (1, 3600)
        assert properties["AvailableSeconds"] == 7 * 24 * 3600
        assert properties["KmsKeyArn"] == ""
        assert with_a2i.text(properties["ServiceToken"]) == "${FlowDefinitionFunction}"


def test_the_rules_become_conditions_for_textracts_own_task_type_alone(
    with_a2i: Synthesized,
) -> None:
    made = flows(with_a2i)

    assert made["a2i"]["ActivationConditions"] == ""
    conditions = json.loads(made["a2i-textract"]["ActivationConditions"])
    assert "ImportantFormKeyConfidenceCheck" in json.dumps(conditions["Conditions"])


def test_the_output_is_encrypted_with_our_key(with_private_workteam: Synthesized) -> None:
    (properties,) = with_private_workteam.resources(FLOW).values()

    assert with_private_workteam.text(properties["KmsKeyArn"]) == "${Key}"


def test_the_function_reads_the_properties_that_the_stack_writes(a2i_stack: Synthesized) -> None:
    names = FlowDefinition.__struct_encode_fields__
    for properties in a2i_stack.resources(FLOW).values():
        assert properties.keys() == {*names, "ServiceToken", "ServiceTimeout"}


def test_a_flow_definition_waits_for_its_roles_rights(with_a2i: Synthesized) -> None:
    policies = {
        id_
        for id_, policy in with_a2i.resources("AWS::IAM::Policy").items()
        if {"Ref": review_role(with_a2i)} in policy["Roles"]
    }

    for id_ in with_a2i.resources(FLOW):
        assert policies <= {*with_a2i.template["Resources"][id_]["DependsOn"]}


def test_cloudformation_does_not_wait_an_hour_for_a_function_that_died(
    with_a2i: Synthesized,
) -> None:
    function = with_a2i.resource("FlowDefinitionFunction")
    timeout = with_a2i.resources("AWS::Lambda::Function")[function]["Timeout"]

    for properties in with_a2i.resources(FLOW).values():
        assert 3 * timeout < int(properties["ServiceTimeout"]) < 3600


def test_names_stay_within_what_amazon_a2i_takes() -> None:
    prefix = a2i_names.name_prefix(Stack(stack_name="Papertray"), "Über_lang" * 9)
    name = f"{prefix}-0123456789ab"

    assert len(name) <= 63
    assert re.fullmatch(r"papertray-ace0ac-ber-lang-ber-lang[a-z-]*[a-z]-0123456789ab", name)


def test_the_rule_hears_of_every_flow_definition_of_the_stack_old_ones_too(
    a2i_stack: Synthesized,
) -> None:
    """A review that began before a flow definition was replaced ends with the old one's ARN."""
    (rule,) = [
        each
        for id_, each in a2i_stack.resources("AWS::Events::Rule").items()
        if a2i_stack.names[id_] == "ReviewRule"
    ]
    (prefix,) = rule["EventPattern"]["detail"]["flowDefinitionArn"]
    prefix_text = a2i_stack.text(prefix["prefix"])

    assert rule["EventPattern"]["source"] == ["aws.sagemaker"]
    assert rule["EventPattern"]["detail-type"] == ["SageMaker A2I HumanLoop Status Change"]
    (target,) = rule["Targets"]
    assert a2i_stack.text(target["Arn"]) == "${AnswersQueue}"
    for properties in a2i_stack.resources(FLOW).values():
        arn = prefix_text.rpartition("/")[0] + "/" + properties["NamePrefix"]
        assert arn.startswith(prefix_text)


def test_a_private_workteam_is_made_of_cognitos_parts(with_private_workteam: Synthesized) -> None:
    stack = with_private_workteam
    pool, properties = stack.only("AWS::Cognito::UserPool")
    client, of_client = stack.only("AWS::Cognito::UserPoolClient")
    group, _ = stack.only("AWS::Cognito::UserPoolGroup")
    workforce, of_workforce = stack.only("AWS::SageMaker::Workforce")
    team, of_team = stack.only("AWS::SageMaker::Workteam")

    assert properties["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert of_client["GenerateSecret"] is True
    assert of_workforce["CognitoConfig"] == {"ClientId": {"Ref": client}, "UserPool": {"Ref": pool}}
    (member,) = of_team["MemberDefinitions"]
    assert member["CognitoMemberDefinition"] == {
        "CognitoClientId": {"Ref": client},
        "CognitoUserGroup": {"Ref": group},
        "CognitoUserPool": {"Ref": pool},
    }
    assert of_team["WorkforceName"] == of_workforce["WorkforceName"]
    assert workforce in stack.template["Resources"][team]["DependsOn"]
    for flow in stack.resources(FLOW).values():
        assert flow["WorkteamArn"] == {"Ref": team}


def test_the_first_worker_is_invited_by_mail_when_all_is_there(
    with_private_workteam: Synthesized,
) -> None:
    stack = with_private_workteam
    worker, properties = stack.only("AWS::Cognito::UserPoolUser")
    workforce, _ = stack.only("AWS::SageMaker::Workforce")
    _, membership = stack.only("AWS::Cognito::UserPoolUserToGroupAttachment")

    assert properties["Username"] == "ann@example.com"
    assert workforce in stack.template["Resources"][worker]["DependsOn"]
    assert membership["Username"] == {"Ref": worker}


def test_the_workteam_of_the_user_is_used_as_it_is(with_a2i: Synthesized) -> None:
    kinds = {each["Type"] for each in with_a2i.template["Resources"].values()}

    assert not [kind for kind in kinds if kind.startswith(("AWS::Cognito", "AWS::SageMaker"))]


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_a_worker_page_comes_through_cloudformation_and_into_amazon_a2i(template: Path) -> None:
    """CloudFormation writes "?" for all that is not ASCII; CreateHumanTaskUi takes 128,000."""
    page = template.read_text(encoding="utf-8")

    assert page.isascii()
    assert 0 < len(page) <= 128_000
    assert "<crowd-form" in page


def test_every_region_of_amazon_a2i_has_textract() -> None:
    assert set(A2I_REGIONS) <= set(TEXTRACT_REGIONS)


@pytest.mark.parametrize("region", [*A2I_REGIONS, None, ""])
def test_regions_with_amazon_a2i_and_undecided_ones_pass(region: str | None) -> None:
    check_region(region, a2i=True)


def test_a_region_without_amazon_a2i_is_refused_and_the_other_way_named(tmp_path: Path) -> None:
    configuration = add_a2i(variant(tmp_path), "a2i")

    with pytest.raises(RegionWithoutA2I, match=r"us-west-1.*builtin.*us-west-2"):
        build_app(configuration=configuration, outdir=tmp_path / "out", region="us-west-1")


def test_a_region_without_amazon_a2i_is_fine_for_reviewers_of_our_own() -> None:
    check_region("us-west-1", a2i=False)
