"""What stands before MiniStack: refuses web pages, stands for TLS, hands our services over."""

from __future__ import annotations

import asyncio
import http.client
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, urlsplit

from local import paths
from local.aws import authorization, calls, service_events
from local.aws.authorization import Answer, Request
from local.serving import is_from_a_program

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

# As many calls wait for Textract as functions can run; they have threads of their own, because
# MiniStack's are for the functions that wait for these answers.
THREADS = 64
TIMEOUT = 900.0  # seconds, the longest that a function can wait

FORWARDED = {b"authorization", b"content-type", b"x-amz-target", b"x-amz-date"}


class Front:
    """The ASGI application: `ministack` for everything but the services of our own."""

    def __init__(
        self, ministack: App, *, services: Mapping[str, str], url: str, token: str
    ) -> None:
        """`services` are the URLs of our processes, by the name that requests are signed for.

        Who knows the `token` may put events in AWS's own name.
        """
        self._ministack = ministack
        self._services = {name: urlsplit(address).netloc for name, address in services.items()}
        self._url = url
        self._token = token
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="services")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._ministack(scope, receive, self._saying_ready(send))
        elif not is_from_a_program(_fields(scope["headers"])):  # MiniStack allows any
            await _answer(send, Answer(status=403, body=b"This AWS is not for web pages.\n"))
        else:
            scope["headers"] = _as_tls(scope["headers"])
            service = calls.service(dict(scope["headers"]))
            if scope["path"] == paths.EVENTS:
                request = Request(scope=scope, body=await _body(receive))
                await _answer(send, service_events.put(request, token=self._token))
            elif service:
                await _answer(send, await self._service_answer(service, scope, receive))
            else:
                await self._ministack(scope, receive, send)

    def _saying_ready(self, send: Send) -> Send:
        async def said(message: Message) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                print(f"The local AWS is ready at {self._url}", flush=True)  # noqa: T201

        return said

    async def _service_answer(self, service: str, scope: Message, receive: Receive) -> Answer:
        request = Request(scope=scope, body=await _body(receive))
        verdict = authorization.verdict(request, calls.asked(service, request))
        if isinstance(verdict, Answer):
            return verdict
        headers = [header for header in scope["headers"] if header[0].lower() in FORWARDED]
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._threads, self._forward, service, request, [*headers, *verdict]
        )

    def _forward(self, service: str, request: Request, headers: Headers) -> Answer:
        connection = http.client.HTTPConnection(self._services[service], timeout=TIMEOUT)
        try:
            fields = {name.decode(): value.decode() for name, value in headers}
            connection.request(request.scope["method"], _address(request), request.body, fields)
            response = connection.getresponse()
            kept = {"content-type", "x-amzn-requestid", "x-amzn-errortype"}
            answered = {
                name: value for name, value in response.headers.items() if name.lower() in kept
            }
            return Answer(status=response.status, headers=answered, body=response.read())
        except OSError as error:
            return authorization.error(
                "InternalServerError", f"The local {service} does not answer: {error}", status=500
            )
        finally:
            connection.close()


def _address(request: Request) -> str:
    path, query = quote(request.scope["path"]), request.scope["query_string"].decode()
    return f"{path}?{query}" if query else path


def _fields(headers: Headers) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}


def _as_tls(headers: Headers) -> Headers:
    """Plain HTTP on loopback stands for AWS's TLS: bucket policies deny anything else."""
    others = [header for header in headers if header[0] != b"x-forwarded-proto"]
    return [*others, (b"x-forwarded-proto", b"https")]


async def _body(receive: Receive) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


async def _answer(send: Send, answer: Answer) -> None:
    headers: Iterable[tuple[str, str]] = answer.headers.items()
    raw = [(name.lower().encode(), value.encode()) for name, value in headers]
    raw.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})
    await send({"type": "http.response.body", "body": answer.body})
