"""What a provider reports of a message afterwards: it arrived, or it did not."""

from __future__ import annotations

import json

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from inspections.messaging.provider import is_signed
from inspections.services.message import record_delivered

LONGEST = 10_000


# The signature is what proves the sender here; a provider has no cookie to protect.
@csrf_exempt
@require_POST
def delivery_report(request: HttpRequest) -> JsonResponse:
    """Take one report: ``{"key": …, "delivered": true or false, "error": …}``, signed.

    The same report twice is the same answer.
    """
    if len(request.body) > LONGEST:
        return JsonResponse({"error": "too long"}, status=413)
    if not is_signed(request.body, request.headers.get("X-Signature", "")):
        return JsonResponse({"error": "not signed"}, status=403)
    try:
        told = json.loads(request.body)
        key, delivered = str(told["key"]), told["delivered"]
    except (KeyError, TypeError, ValueError):
        return JsonResponse({"error": "key and delivered are needed"}, status=400)
    if not isinstance(delivered, bool):
        return JsonResponse({"error": "delivered is true or false"}, status=400)
    if not record_delivered(key, delivered=delivered, error=str(told.get("error", ""))):
        return JsonResponse({"error": "unknown key"}, status=404)
    return JsonResponse({"key": key, "delivered": delivered})
