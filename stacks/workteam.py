"""A private workteam of Amazon A2I: people of one's own, who sign in by Amazon Cognito."""

from __future__ import annotations

from aws_cdk import Aws, Fn, RemovalPolicy
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from stacks.nag import acknowledge

GROUP = "reviewers"


class PrivateWorkteam(Construct):
    """A workforce, which an account has one of in a region, and a team of it with one worker.

    SageMaker guide, "Create a Private Workforce": a user pool with a domain, a group, and a client
    that has a secret; the workforce itself then fills in where workers return to.
    """

    def __init__(self, scope: Construct, id_: str, *, email: str) -> None:
        super().__init__(scope, id_)
        self._pool = _user_pool(self)
        self._group = cognito.CfnUserPoolGroup(
            self, "Group", user_pool_id=self._pool.ref, group_name=GROUP
        )
        self._client = cognito.CfnUserPoolClient(
            self,
            "Client",
            user_pool_id=self._pool.ref,
            generate_secret=True,
            supported_identity_providers=["COGNITO"],
        )
        workforce = self._workforce()
        self.portal_url = f"https://{workforce.attr_sub_domain}"
        self.arn = self._team(workforce).ref
        self._first_worker(email, workforce)

    def _workforce(self) -> sagemaker.CfnWorkforce:
        name = f"papertray-{_end_of_stack_id()}"  # a domain is unique among all accounts
        domain = cognito.CfnUserPoolDomain(self, "Domain", user_pool_id=self._pool.ref, domain=name)
        workforce = sagemaker.CfnWorkforce(
            self,
            "Workforce",
            workforce_name=name,
            cognito_config=sagemaker.CfnWorkforce.CognitoConfigProperty(
                user_pool=self._pool.ref, client_id=self._client.ref
            ),
        )
        workforce.node.add_dependency(domain, self._group)
        return workforce

    def _team(self, workforce: sagemaker.CfnWorkforce) -> sagemaker.CfnWorkteam:
        members = sagemaker.CfnWorkteam.CognitoMemberDefinitionProperty(
            cognito_user_pool=self._pool.ref,
            cognito_client_id=self._client.ref,
            cognito_user_group=self._group.ref,
        )
        team = sagemaker.CfnWorkteam(
            self,
            "Workteam",
            description="Papertray: who checks documents",
            workforce_name=workforce.workforce_name,
            member_definitions=[
                sagemaker.CfnWorkteam.MemberDefinitionProperty(cognito_member_definition=members)
            ],
        )
        team.node.add_dependency(workforce)
        return team

    def _first_worker(self, email: str, workforce: sagemaker.CfnWorkforce) -> None:
        """Invite the first worker by e-mail, from which the portal's address can follow: last."""
        worker = cognito.CfnUserPoolUser(
            self,
            "Worker",
            user_pool_id=self._pool.ref,
            username=email,
            desired_delivery_mediums=["EMAIL"],
            user_attributes=[
                cognito.CfnUserPoolUser.AttributeTypeProperty(name="email", value=email),
                cognito.CfnUserPoolUser.AttributeTypeProperty(name="email_verified", value="true"),
            ],
        )
        worker.node.add_dependency(workforce)
        membership = cognito.CfnUserPoolUserToGroupAttachment(
            self,
            "Membership",
            user_pool_id=self._pool.ref,
            group_name=self._group.ref,
            username=worker.ref,
        )
        membership.node.add_dependency(worker)


def _user_pool(scope: Construct) -> cognito.CfnUserPool:
    """Return a pool that only an administrator adds people to."""
    passwords = cognito.CfnUserPool.PasswordPolicyProperty(
        minimum_length=12,
        require_lowercase=True,
        require_uppercase=True,
        require_numbers=True,
        require_symbols=True,
    )
    pool = cognito.CfnUserPool(
        scope,
        "Pool",
        auto_verified_attributes=["email"],
        admin_create_user_config=cognito.CfnUserPool.AdminCreateUserConfigProperty(
            allow_admin_create_user_only=True
        ),
        policies=cognito.CfnUserPool.PoliciesProperty(password_policy=passwords),
        mfa_configuration="OPTIONAL",
        enabled_mfas=["SOFTWARE_TOKEN_MFA"],
    )
    pool.apply_removal_policy(RemovalPolicy.DESTROY)  # workers sign up again, documents stay
    acknowledge(
        pool, "COG2", reason="Workers may turn it on; who must use it is the owner's to say."
    )
    for rule in ("COG3", "COG8"):
        acknowledge(
            pool, rule, reason="Threat protection is a dearer plan of Cognito: the owner's call."
        )
    return pool


def _end_of_stack_id() -> str:
    """Return the last 12 of the 32 hexadecimal digits that tell this stack from all others."""
    uuid = Fn.select(2, Fn.split("/", Aws.STACK_ID))
    return Fn.select(4, Fn.split("-", uuid))
