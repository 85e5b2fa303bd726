"""What our services on this machine send one another beside AWS's own requests, and where."""

EVENTS = "/_papertray/events"
"""Where the local AWS takes events in the name of AWS's services."""
EVENTS_TOKEN = "x-papertray-token"  # noqa: S105 - a header's name
"""Proves that such an event comes from a service of ours."""
ACTIVATION = "/_papertray/activation"
"""Where the local A2I takes Textract's answers to requests with a HumanLoopConfig."""
