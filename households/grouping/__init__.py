"""Who stands next to whom: households → teams of about twelve.  Plain: no Django.

`barriers` (which needs SciPy), `samples` and `benchmark` are imported by those who need them.
"""

from .addresses import Address, read_flat
from .ahead import compile_ahead
from .checking import faults
from .effort import QualityLevel
from .forming import form_teams
from .measuring import Quality, measure
from .place import Placement, Source, place_households
from .projecting import project
from .remote import RemoteHousehold, find_remote
from .repairing import repair_teams
from .sizes import BETWEEN_SIZES, TOO_FEW, Notice, explain_sizes, plan_sizes, sizes_possible

__all__ = [
    "BETWEEN_SIZES",
    "TOO_FEW",
    "Address",
    "Notice",
    "Placement",
    "Quality",
    "QualityLevel",
    "RemoteHousehold",
    "Source",
    "compile_ahead",
    "explain_sizes",
    "faults",
    "find_remote",
    "form_teams",
    "measure",
    "place_households",
    "plan_sizes",
    "project",
    "read_flat",
    "repair_teams",
    "sizes_possible",
]
