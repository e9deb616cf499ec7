"""Printed files in the site's storage, named by what they hold."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import default_storage


def file_digest(file: BinaryIO) -> str:
    """SHA-256 of the whole content, in hexadecimal."""
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


def keep_file(name: str, file: BinaryIO) -> str:
    """Store the content under ``name``, unless it is there already; the name it has then."""
    if default_storage.exists(name):
        return name
    file.seek(0)
    return default_storage.save(name, File(file))


def discard_file(name: str) -> None:
    """Delete a stored file; one that is gone already is no error."""
    default_storage.delete(name)
