"""Flow definitions and the pages' templates: SageMaker's side of A2I."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

from local.a2i import condition_rules
from local.a2i.conditions import Condition
from local.a2i.errors import (
    ResourceInUse,
    ResourceLimitExceeded,
    ResourceNotFound,
    ValidationException,
)
from local.identity import Credentials

TEXTRACT_FORMS = "AWS/Textract/AnalyzeDocument/Forms/V1"
MAX_OF_A_KIND = 100  # A2I quotas: flow definitions, and human task UIs
INITIALIZING_SECONDS = 0.2  # AWS takes seconds; callers must wait all the same
LIFETIME_SECONDS = 864_000  # TaskAvailabilityLifetimeInSeconds, where none is stated: 10 days


@dataclass(frozen=True, kw_only=True)
class HumanTaskUi:
    """The template of the workers' page."""

    name: str
    arn: str
    created_at: float
    content: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class FlowDefinition:
    """Who is asked, with which page, and where the answers go."""

    name: str
    arn: str
    region: str
    created_at: float
    request: Mapping[str, Any]
    ui: HumanTaskUi
    role: Credentials | None
    """None where SageMaker cannot assume the role."""
    conditions: tuple[Condition, ...]

    def status(self, now: float) -> str:
        if now < self.created_at + INITIALIZING_SECONDS:
            return "Initializing"
        return "Active" if self.role else "Failed"

    @property
    def failure_reason(self) -> str:
        return f"Could not assume role {self.request['RoleArn']}: it must trust sagemaker."

    @property
    def source(self) -> str | None:
        """The AWS service that starts the loops; None where StartHumanLoop does."""
        source: Mapping[str, str] = self.request.get("HumanLoopRequestSource") or {}
        return source.get("AwsManagedHumanLoopRequestSource")

    @property
    def workers(self) -> int:
        return int(self.request["HumanLoopConfig"]["TaskCount"])

    @property
    def lifetime(self) -> float:
        config = self.request["HumanLoopConfig"]
        return float(config.get("TaskAvailabilityLifetimeInSeconds", LIFETIME_SECONDS))

    @property
    def output(self) -> Mapping[str, str]:
        output: Mapping[str, str] = self.request["OutputConfig"]
        return output


Made = TypeVar("Made", HumanTaskUi, FlowDefinition)


class Registry(Generic[Made]):
    """What was made of one kind, by its ARN."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._made: dict[str, Made] = {}
        self._lock = Lock()

    def add(self, made: Made) -> None:
        with self._lock:
            if made.arn in self._made:
                raise ResourceInUse(f"{self._kind} {made.name} already exists.")
            if len(self._made) >= MAX_OF_A_KIND:
                raise ResourceLimitExceeded(f"There are {MAX_OF_A_KIND} {self._kind}s already.")
            self._made[made.arn] = made

    def find(self, arn: str) -> Made:
        with self._lock:
            if arn not in self._made:
                raise ResourceNotFound(f"{self._kind} {arn} does not exist.")
            return self._made[arn]

    def remove(self, arn: str) -> None:
        with self._lock:
            self._made.pop(arn, None)

    def all(self) -> list[Made]:
        with self._lock:
            return list(self._made.values())


class Flows:
    """The flow definitions and human task UIs of the account."""

    def __init__(self, *, account: str, clock: Callable[[], float]) -> None:
        self._account = account
        self._clock = clock
        self.definitions = Registry[FlowDefinition]("Flow definition")
        self.uis = Registry[HumanTaskUi]("Human task UI")

    def arn(self, kind: str, name: str, *, region: str) -> str:
        return f"arn:aws:sagemaker:{region}:{self._account}:{kind}/{name}"

    def create_ui(self, parameters: Mapping[str, Any], *, region: str) -> HumanTaskUi:
        name = parameters["HumanTaskUiName"]
        ui = HumanTaskUi(
            name=name,
            arn=self.arn("human-task-ui", name, region=region),
            created_at=self._clock(),
            content=parameters["UiTemplate"]["Content"],
        )
        self.uis.add(ui)
        return ui

    def create(
        self, parameters: Mapping[str, Any], *, region: str, role: Credentials | None
    ) -> FlowDefinition:
        """Make a flow definition; without `role` it will fail, as it does on AWS."""
        name = parameters["FlowDefinitionName"]
        flow = FlowDefinition(
            name=name,
            arn=self.arn("flow-definition", name, region=region),
            region=region,
            created_at=self._clock(),
            request=parameters,
            ui=self._ui(parameters),
            role=role,
            conditions=_conditions(parameters),
        )
        self.definitions.add(flow)
        return flow

    def _ui(self, parameters: Mapping[str, Any]) -> HumanTaskUi:
        config = parameters.get("HumanLoopConfig")
        if config is None:
            raise ValidationException("A flow definition needs HumanLoopConfig.")
        try:
            return self.uis.find(config["HumanTaskUiArn"])
        except ResourceNotFound as error:
            raise ValidationException(str(error)) from error


def _conditions(parameters: Mapping[str, Any]) -> tuple[Condition, ...]:
    activation = parameters.get("HumanLoopActivationConfig")
    if activation is None:
        return ()
    if "HumanLoopRequestSource" not in parameters:
        raise ValidationException(
            "HumanLoopActivationConfig is for the task types of AWS services only."
        )
    config = activation["HumanLoopActivationConditionsConfig"]
    return tuple(condition_rules.checked(config["HumanLoopActivationConditions"]))
