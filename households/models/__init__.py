"""The registry: where people live and who stands next to whom."""

from .area import Area, AreaSuccession
from .grouping import Barrier, Grouping
from .household import Household
from .privacy import Erasure, RecordView
from .reform import TeamMove
from .roster import RosterImport
from .team import Appointment, Membership, Team, team_name
from .user import Duty, User

__all__ = [
    "Appointment",
    "Area",
    "AreaSuccession",
    "Barrier",
    "Duty",
    "Erasure",
    "Grouping",
    "Household",
    "Membership",
    "RecordView",
    "RosterImport",
    "Team",
    "TeamMove",
    "User",
    "team_name",
]
