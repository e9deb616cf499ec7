"""What the queue runs for the site as a whole. Safe to run twice."""

from __future__ import annotations

from django.utils import timezone

from firesafety.retention import apply_retention


def apply_retention_daily() -> None:
    """Forget what has been kept long enough."""
    apply_retention(at=timezone.now())
