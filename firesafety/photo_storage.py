"""Where photos lie: a folder of this machine, or a bucket that speaks S3."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

FOLDER = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {
        # A photo's name follows from its content: what is there already is the same photo.
        "allow_overwrite": True,
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    },
}
_S3_OPTIONS = {
    "endpoint": "endpoint_url",
    "region": "region_name",
    "addressing": "addressing_style",
}


def photo_storage(url: str) -> dict[str, Any]:
    """The entry of STORAGES for PHOTO_STORAGE_URL; empty is a folder below MEDIA_ROOT.

    ``s3://bucket/folder?endpoint=https://s3.example.vn&region=hn-1&addressing=path``; the key
    and its secret are AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of the environment, where the
    library reads them itself. Raises ValueError for anything else.
    """
    if not url:
        return FOLDER
    parts = urlsplit(url)
    given = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    if parts.scheme != "s3" or not parts.netloc or set(given) - set(_S3_OPTIONS):
        raise ValueError(
            "PHOTO_STORAGE_URL must look like s3://bucket/folder?endpoint=https://s3.example.vn"
            f" (options: {', '.join(_S3_OPTIONS)})"
        )
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": parts.netloc,
            "location": parts.path.strip("/"),
            "file_overwrite": True,
            "default_acl": None,  # The bucket's own: private, unless its owner made it otherwise.
            **{_S3_OPTIONS[name]: value for name, value in given.items()},
        },
    }
