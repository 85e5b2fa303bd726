"""Start and stop the local AWS: a Textract, an A2I and a MiniStack behind one URL on loopback."""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
import sys
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

import boto3

from local.aws.environment import HOME, functions_python, ministack_python
from local.aws.process import DidNotStart, Program, running

ACCOUNT = "000000000000"
REGION = "us-east-1"
HOST = "127.0.0.1"
KEPT_LOGS = 10  # of each program

A2I_IS_READY = re.compile(r"A2I is ready at (http://\S+)")
TEXTRACT_IS_READY = re.compile(r"Textract is ready at (http://\S+)")
AWS_IS_READY = re.compile(r"The local AWS is ready at (http://\S+)")

# MiniStack and the functions see these of our environment and no more, as functions do in Lambda.
INHERITED = ("PATH", "LANG", "LC_ALL", "SSL_CERT_FILE")


class LocalAws:
    """A local AWS while the `with` block runs; its state is in memory and ends with it."""

    def __init__(
        self, *, port: int = 0, home: Path = HOME, textract: str = "local.textract"
    ) -> None:
        """`port` 0 takes a free one; `textract` is the module that serves Textract."""
        self._home = home
        self._textract = textract
        self._port = port
        # The administrator's key is known to nobody else: a web page in the user's browser can
        # send requests to loopback too, and this AWS runs whatever code it is given.
        self._key = f"AKIA{secrets.token_hex(8).upper()}"
        self._secret = secrets.token_hex(20)
        # Lets our own services put events in AWS's name.
        self._token = secrets.token_hex(20)
        self._textract_url = ""
        self._a2i_url = ""
        self._running = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as starting:
            self._start(starting)
            self._running = starting.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._running.close()

    @property
    def endpoint_url(self) -> str:
        return f"http://{HOST}:{self._port}"

    @property
    def textract_url(self) -> str:
        """Where the local Textract takes control calls: its plan and its counts."""
        return self._textract_url

    @property
    def a2i_url(self) -> str:
        """Where the local A2I takes control calls, and has its workers' page: `/work`."""
        return self._a2i_url

    def environ(self) -> dict[str, str]:
        """Return what boto3, the AWS CLI and the CDK need in their environment."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_ACCESS_KEY_ID": self._key,
            "AWS_SECRET_ACCESS_KEY": self._secret,
            "AWS_SESSION_TOKEN": "",  # one left over from a real account would be refused
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
        }

    def billed(self) -> dict[str, dict[str, Any]]:
        """Return the local Textract's counts of calls, paid pages and faults, by operation."""
        with urllib.request.urlopen(f"{self._textract_url}/_papertray/counts") as answer:  # noqa: S310
            counts: dict[str, dict[str, Any]] = json.load(answer)
        return counts

    def client(self, service: str) -> Any:  # noqa: ANN401 - the service says which
        """Return a boto3 client with the administrator's credentials."""
        session: Any = boto3.session.Session(
            aws_access_key_id=self._key, aws_secret_access_key=self._secret, region_name=REGION
        )
        return session.client(service, endpoint_url=self.endpoint_url)

    def _start(self, starting: ExitStack) -> None:
        functions, ministack = functions_python(self._home), ministack_python(self._home)
        scratch = starting.enter_context(TemporaryDirectory(prefix="papertray-"))
        # Bound here, so that all programs know the URLs before any is up.
        listener = starting.enter_context(_listener(self._port))
        self._port = listener.getsockname()[1]
        a2i = self._start_a2i(starting, scratch)
        textract = starting.enter_context(
            running(
                Path(sys.executable),
                self._textract,
                environ=self._own_environ(scratch),
                log=self._log("textract"),
            )
        )
        self._textract_url = textract.says(TEXTRACT_IS_READY)[1]
        fd = listener.fileno()
        aws = starting.enter_context(
            running(
                ministack,
                "local.aws.server",
                [str(fd), str(functions), self._textract_url, self._a2i_url],
                environ=self._ministack_environ(scratch),
                log=self._log("aws"),
                fds=[fd],
            )
        )
        aws.says(AWS_IS_READY)
        a2i.says(A2I_IS_READY)
        for program in (a2i, textract, aws):  # they end at the same time, not one by one
            starting.callback(program.hang_up)

    def _start_a2i(self, starting: ExitStack, scratch: str) -> Program:
        """Start it without waiting: nobody calls it before there is a stack."""
        listener = starting.enter_context(_listener(0))
        self._a2i_url = f"http://{HOST}:{listener.getsockname()[1]}"
        fd = listener.fileno()
        return starting.enter_context(
            running(
                Path(sys.executable),
                "local.a2i",
                [str(fd)],
                environ=self._own_environ(scratch) | {"PAPERTRAY_TOKEN": self._token},
                log=self._log("a2i"),
                fds=[fd],
            )
        )

    def _log(self, program: str) -> Path:
        logs = self._home / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        for old in sorted(logs.glob(f"{program}-*.log"), key=_modified)[: 1 - KEPT_LOGS]:
            old.unlink(missing_ok=True)
        return logs / f"{program}-{self._port}.log"

    def _own_environ(self, scratch: str) -> dict[str, str]:
        """Return the environment of the services of our own."""
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith("AWS_")
        }
        ours = {
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "PAPERTRAY_A2I_URL": self._a2i_url,
            "TMPDIR": scratch,
        }
        return inherited | _NO_REAL_AWS | ours

    def _ministack_environ(self, scratch: str) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        ours = {
            **_NO_REAL_AWS,
            "AUTH": "true",
            "AWS_ACCESS_KEY_ID": self._key,
            "AWS_SECRET_ACCESS_KEY": self._secret,
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "GATEWAY_PORT": str(self._port),
            "HOME": scratch,
            "IOT_MTLS_ENABLED": "0",  # it would listen on a port of its own
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "MINISTACK_HOST": HOST,
            "MINISTACK_REGION": REGION,
            "PAPERTRAY_TOKEN": self._token,
            "PYTHONUNBUFFERED": "1",
            "SFTP_ENABLED": "0",
            "TMPDIR": scratch,
            "TZ": "UTC",
        }
        return inherited | ours


_NO_REAL_AWS = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


def _listener(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise DidNotStart(f"port {port} of {HOST} cannot be used: {error.strerror}") from error


def _modified(log: Path) -> float:
    try:
        return log.stat().st_mtime
    except FileNotFoundError:  # another local AWS has just removed it
        return 0.0
