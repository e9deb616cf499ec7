"""Replies to the program on a phone, which sends by itself what was written without signal.

A receipt, or a sentence that the phone shows to its holder as it stands.
"""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from inspections.forms.visit import ResultForm
from inspections.models import Submission


def asks_json(request: HttpRequest) -> bool:
    """Whether a sending wants JSON; a browser's own form posts never do."""
    preferred = request.get_preferred_type(["text/html", "application/json"])
    return request.method == "POST" and preferred == "application/json"


def receipt(submission: Submission) -> JsonResponse:
    """``client_id`` is the stored one, under which photos of this submission are sent."""
    return JsonResponse(
        {
            "receipt": submission.receipt,
            "client_id": str(submission.client_id),
            "revision": submission.revision,
            "received_at": submission.received_at.isoformat(),
        }
    )


def invalid(form: ResultForm) -> JsonResponse:
    return JsonResponse({"errors": form.reasons()}, status=422)


def problem(sentence: str, *, status: int, **more: int) -> JsonResponse:
    return JsonResponse({"error": sentence, **more}, status=status)
