"""What opens a household's pages without signal: worker, manifest, the page of last resort."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from inspections.views.link import KEPT_SHELF, keepable, private

# All that a household's pages load, and the modules that those load.
FILES = (
    "firesafety/site.css",
    "firesafety/icon.svg",
    "firesafety/pictograms.svg",
    "firesafety/progress.js",
    *(
        f"firesafety/offline/{name}.js"
        for name in (
            "start",
            "assignments",
            "store",
            "pages",
            "queue",
            "words",
            "banner",
            "shelf",
            "visit",
            "drafts",
            "errors",
            "photos",
            "aloud",
        )
    ),
)
WORKER = "firesafety/offline/worker.js"


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Its text changes with any file's content; browsers then take the new one.

    It may answer for /k/ and, for the codes on paper sheets, for /K/.
    """
    files = [static(name) for name in FILES]
    script = (
        f"import {{ serve }} from {json.dumps(static(WORKER))};\n"
        f"serve({json.dumps({'version': version(), 'files': files})});\n"
    )
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Service-Worker-Allowed"] = "/"
    return response


def version() -> str:
    """Sixteen hexadecimal digits that change with the content of any file that is kept."""
    digest = sha256()
    for name in (*FILES, WORKER):
        digest.update(name.encode() + b"\0")
        digest.update(Path(str(finders.find(name))).read_bytes())
    return digest.hexdigest()[:16]


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone shows when the page is put on its home screen."""
    icons = [
        {"src": static("firesafety/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        *(
            {
                "src": static(f"firesafety/icon-{side}.png"),
                "sizes": f"{side}x{side}",
                "type": "image/png",
            }
            for side in (192, 512)
        ),
    ]
    described = {
        "name": _("Tổ 12/1: kiểm tra chéo"),
        "short_name": _("Tổ 12/1"),
        "lang": request.LANGUAGE_CODE,
        "id": reverse("type_code"),
        "start_url": reverse("type_code"),
        "scope": reverse("type_code"),
        "display": "standalone",
        "background_color": "#fbfaf5",
        "theme_color": "#14532d",
        "icons": icons,
    }
    return JsonResponse(described, content_type="application/manifest+json")


@gzip_page
@require_safe
def no_signal(request: HttpRequest) -> HttpResponse:
    """Shown in place of a page that this phone does not hold, while there is no signal."""
    page = private(render(request, "inspections/link/no_signal.html"))
    return keepable(page, request, timezone.localdate() + KEPT_SHELF)
