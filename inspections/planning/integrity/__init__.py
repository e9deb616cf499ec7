"""Signs that sheets were ticked without a visit, as reasons to look again and never as blame.

``find_signals`` reads them from a ward's sheets, ``draw_rechecks`` makes of them a mixed sample
for the officer. How often honest teams raise one is measured on simulated wards by
``manage.py benchmark integrity`` and written down in docs/integrity.md.
"""

from .checking import faults
from .review import Recheck, draw_rechecks, find_signals, signals_of_month
from .values import DEFAULT_INTEGRITY, IntegrityParams, Sheet, Signal, SignalKind

__all__ = [
    "DEFAULT_INTEGRITY",
    "IntegrityParams",
    "Recheck",
    "Sheet",
    "Signal",
    "SignalKind",
    "draw_rechecks",
    "faults",
    "find_signals",
    "signals_of_month",
]
