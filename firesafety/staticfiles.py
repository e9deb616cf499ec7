"""How the site's own files are served: under a name with their hash, compressed, for ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

HTMX = "django_htmx/"
USED_OF_HTMX = {"django_htmx/htmx-2.min.js"}


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Scripts that import one another are renamed together, imports included.

    The package that htmx comes with has other versions and extensions, which no page loads and
    whose comments read like imports of files that are not there: they stay as they are.
    """

    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        kept = {
            name: found
            for name, found in paths.items()
            if not name.startswith(HTMX) or name in USED_OF_HTMX
        }
        yield from super().post_process(kept, dry_run, **options)
