"""What a server process does once, before its first request."""

from __future__ import annotations

import gc

from django.urls import get_resolver

# A page makes some hundred thousand objects and leaves next to none in circles; by itself Python
# would look for these some hundred times a request.
THRESHOLDS = (10_000, 50, 1_000)


def settle() -> None:
    """Load every page's code and set it aside from the garbage collector.

    Otherwise each full collection walks all of Django and of this site again, and the request that
    it falls into waits a tenth of a second for nothing. What comes later is walked more seldom.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
