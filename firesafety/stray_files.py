"""Files in the site's storage that no row knows: left when a job was killed between the two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.core.files.storage import default_storage

# A file is written before its row: what is younger may be on its way.
STRAY_AFTER = timedelta(days=1)


def sweep_files(
    folder: str, known: Sequence[Iterable[str]], *, at: datetime, dry_run: bool = False
) -> int:
    """Delete a folder's files that stand in none of the columns ``known``; how many.

    Files of folders below stay. A second time finds nothing.
    """
    try:
        names = {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
    except FileNotFoundError:
        return 0
    for column in known:
        names -= set(column)
    stray = [name for name in names if default_storage.get_modified_time(name) < at - STRAY_AFTER]
    for name in [] if dry_run else stray:
        default_storage.delete(name)
    return len(stray)
