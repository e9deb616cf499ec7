"""The project's own settings, made quick and quiet for tests.

DATABASE_URL and REDIS_URL choose where the suite runs, as they do for the project itself.
"""

import os
import tempfile

os.environ.setdefault("DEBUG", "on")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="firesafety-tests-"))

from firesafety.settings import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file: a live server's threads then have connections of their own, as in a real site.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "tests.sqlite3"}  # noqa: F405
