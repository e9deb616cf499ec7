"""How the site's own files are served: under a name with their hash, compressed, for ever."""

from __future__ import annotations

from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Scripts that import one another are renamed together, imports included."""

    support_js_module_import_aggregation = True
