"""What this stack's things are called at Amazon A2I, by which rights and events are told apart."""

from __future__ import annotations

import hashlib
import re

from aws_cdk import Stack

# A flow definition's name has 63 characters: 50 of a prefix, a hyphen, and 12 of a digest.
LONGEST_STACK = 16
LONGEST_PROFILE = 26
DIGEST = 6


def name_prefix(stack: Stack, profile: str) -> str:
    """Return how the names of a profile's flow definition and worker page begin."""
    return "-".join(filter(None, [_stem(stack), _plain(profile, LONGEST_PROFILE)]))


def flow_definitions(stack: Stack) -> str:
    """Return how the ARNs of all flow definitions of the stack begin, past and future ones too: a
    review may have begun before the stack was changed."""
    return _arn(stack, "flow-definition", f"{_stem(stack)}-")


def worker_pages(stack: Stack) -> str:
    """Return how the ARNs of all worker pages (human task UIs) of the stack begin."""
    return _arn(stack, "human-task-ui", f"{_stem(stack)}-")


def human_loops(stack: Stack) -> str:
    """Return how the ARNs of human loops begin: each has its document's id for a name."""
    return _arn(stack, "human-loop", "")


def _stem(stack: Stack) -> str:
    """Return what no other stack's names begin with, whatever its name begins with."""
    name = stack.stack_name
    digest = hashlib.blake2b(name.encode(), digest_size=DIGEST // 2).hexdigest()
    return "-".join(filter(None, [_plain(name, LONGEST_STACK), digest]))


def _plain(text: str, longest: int) -> str:
    """Return `text` in lower-case letters, digits and inner hyphens, as A2I wants names."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower())[:longest].strip("-")


def _arn(stack: Stack, resource: str, beginning: str) -> str:
    return stack.format_arn(service="sagemaker", resource=resource, resource_name=beginning)
