"""How the site's own files are served: under a name with their hash, compressed, for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Scripts that import one another are renamed together, imports included."""

    support_js_module_import_aggregation = True
