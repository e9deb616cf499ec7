"""What a server process does once, before its first request."""

from __future__ import annotations

import gc

from django.urls import get_resolver


def settle() -> None:
    """Load every page's code and set it aside from the garbage collector.

    Otherwise each full collection walks all of Django and of this site again, and the request that
    it falls into waits a tenth of a second for nothing.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
