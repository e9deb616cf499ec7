"""A made-up ward to try everything on. PLAIN: no Django, no clock, everything from a seed."""

from .answers import sample_answers, sample_note
from .checking import faults
from .values import Kind, SampleHousehold, SampleWard
from .ward import CENTRE, make_ward

__all__ = [
    "CENTRE",
    "Kind",
    "SampleHousehold",
    "SampleWard",
    "faults",
    "make_ward",
    "sample_answers",
    "sample_note",
]
