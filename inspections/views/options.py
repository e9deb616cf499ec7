"""How the visitor wants a sheet, read from the address and written into the next one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from inspections.forms.sheet import SheetOptionsForm
from inspections.printing.options import ORDINARY, Options
from inspections.printing.sheet import Sheet


def asked_options(request: HttpRequest) -> Options:
    """The options of ``?size=``, ``?paper=``, ``?scope=`` and ``?year_start=``, in the language of
    the visitor, whose name a list carries; raises Http404 for nonsense."""
    form = SheetOptionsForm(request.GET)
    if not form.is_valid():
        raise Http404
    chosen: dict[str, Any] = form.chosen()
    return Options(get_language() or "vi", officer=str(request.user), **chosen)


def options_query(sheet: Sheet, options: Options) -> str:
    """What an address says of the options that change this sheet: "?size=large", or nothing."""
    wanted = {name: getattr(options, name) for name in sorted(sheet.choices)}
    unusual = {name: value for name, value in wanted.items() if value != getattr(ORDINARY, name)}
    return f"?{urlencode(unusual)}" if unusual else ""
