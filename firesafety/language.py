"""The language of a page: Vietnamese, unless this visitor has switched."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import Promise


class LanguageMiddleware:
    """Follow the visitor's own choice and nothing else.

    Many cheap phones are sold with English as the browser's language; their owners still expect
    Vietnamese, so Django's own middleware, which follows the browser, is not used.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def say_in_each(sentence: str | Promise) -> dict[str, str]:
    """A sentence in each of the site's languages, to be stored for readers of either."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said[language] = str(sentence)
    return said


def said_here(said: dict[str, str]) -> str:
    """What ``say_in_each`` stored, in the language of the page."""
    return said.get(translation.get_language() or "", said[settings.LANGUAGE_CODE])
