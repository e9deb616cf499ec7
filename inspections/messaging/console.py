"""Writes messages to the log of the queue: for trying out, and for a site without a provider."""

from __future__ import annotations

import sys

from .channels import Outgoing


def send(outgoing: Outgoing) -> str:
    sys.stderr.write(f"[{outgoing.key}] {outgoing.address}\n{outgoing.text}\n")
    return ""
