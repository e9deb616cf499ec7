"""How long a page takes, whole request by whole request, and how many queries it asks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

REQUESTS = 60


def measure_page(
    clients: Mapping[str, Client], urls: Sequence[tuple[str, str]]
) -> dict[str, float | int]:
    """Median and p95 milliseconds, the most queries and the most kilobytes of one page.

    ``urls``: which client asks for which address, alike in kind; they are gone through from end to
    end, however many there are. Raises LookupError where one does not answer.
    """
    counted: list[str] = []

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        counted.append(sql)
        return execute(sql, *rest)

    queries, seconds, size = 0, [], 0
    with connection.execute_wrapper(count):
        # One more than counts, to be warm.
        for number in range(-1, REQUESTS):
            who, url = urls[number * max(len(urls), REQUESTS) // REQUESTS % len(urls)]
            counted.clear()
            started = time.perf_counter()
            response = clients[who].get(url, secure=settings.HTTPS)
            seconds.append(time.perf_counter() - started)
            if response.status_code != 200:
                raise LookupError(f"{url} answered {response.status_code}")
            queries, size = max(queries, len(counted)), max(size, len(response.content))
    seconds = sorted(seconds[1:])
    return {
        "milliseconds": round(median(seconds) * 1000, 1),
        "p95": round(seconds[int(0.95 * len(seconds))] * 1000, 1),
        "queries": queries,
        "kilobytes": round(size / 1024, 1),
    }
