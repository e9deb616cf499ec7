"""The registry: where people live and who stands next to whom."""

from .area import Area, AreaSuccession
from .household import Household
from .roster import RosterImport
from .team import Appointment, Membership, Team
from .user import Duty, User

__all__ = [
    "Appointment",
    "Area",
    "AreaSuccession",
    "Duty",
    "Household",
    "Membership",
    "RosterImport",
    "Team",
    "User",
]
