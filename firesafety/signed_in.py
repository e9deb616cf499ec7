"""Pages for somebody who is signed in stay on no disk and in no cache on the way."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from firesafety.downloads import private_file


class PrivatePagesMiddleware:
    """Let no browser keep what a session opened, unless the page has said otherwise.

    Officers share machines: after signing out, the button that goes back must show nobody's name.
    Stands right behind the session's own middleware, to see whether the page asked for it; costs
    no query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" in response.headers:
            return response
        opened = request.session.accessed and SESSION_KEY in request.session
        return private_file(response) if opened else response
