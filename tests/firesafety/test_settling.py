"""What a server process sets aside before its first request."""

import gc
import sys

from firesafety.settling import THRESHOLDS, settle


def test_the_code_of_the_pages_is_loaded_and_no_longer_collected():
    before, usual = gc.get_freeze_count(), gc.get_threshold()
    try:
        settle()
        assert gc.get_freeze_count() > before
        assert gc.get_threshold() == THRESHOLDS
        assert "inspections.views.area" in sys.modules
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
