"""What the stories of the month share: files of their own, and a queue in this process."""

import pytest
from django_q.conf import Conf


@pytest.fixture
def files(tmp_path, settings):
    """The folder in which the site keeps its files."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }
    return tmp_path


@pytest.fixture
def queue_runs_here(monkeypatch):
    """The queue's processes begin by closing what they inherited; here that is the test's own."""
    for part in ("worker", "monitor"):
        monkeypatch.setattr(f"django_q.{part}.close_old_django_connections", lambda: None)
    # A worker that has grown makes room for a new one; the process of a whole test run has grown.
    monkeypatch.setattr(Conf, "MAX_RSS", None)
