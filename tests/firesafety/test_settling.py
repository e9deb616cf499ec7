"""What a server process sets aside before its first request."""

import gc
import sys

from firesafety.settling import settle


def test_the_code_of_the_pages_is_loaded_and_no_longer_collected():
    before = gc.get_freeze_count()
    try:
        settle()
        assert gc.get_freeze_count() > before
        assert "inspections.views.area" in sys.modules
    finally:
        gc.unfreeze()
