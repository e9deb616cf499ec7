"""What every page says."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, str]:
    return {"emergency_number": settings.EMERGENCY_NUMBER}
