"""What happens every month."""

from .checklist import Checklist, ChecklistItem, Severity
from .confirmation import Confirmation
from .hazard import Hazard, OwnerReport, Sighting
from .household_link import HouseholdLink
from .inspection import Inspection, Obstacle, Source, Submission
from .link import LinkRevocation
from .message import Delivery, Message, Rung, Snooze, Telling
from .on_paper import OnPaper
from .pause import TeamPause
from .photo import Photo
from .print_job import PrintJob, PrintPart
from .rating import RatingCriteria, TeamYearEntry
from .reschedule import Reschedule
from .review import Recheck, Review, ReviewSignal, SpotCheck
from .rotation import Exclusion, ModeChange, Repair, SecondInspector, SkippedMonth, TeamCalendar
from .round import Assignment, Opening, Round, WardOpening
from .saved_view import SavedView
from .standing import (
    EVER,
    NEVER,
    NeighbourhoodMonth,
    NeighbourhoodStanding,
    OpenHazard,
    RoundStanding,
    TeamStanding,
)
from .weights import CityWeights

__all__ = [
    "EVER",
    "NEVER",
    "Assignment",
    "Checklist",
    "ChecklistItem",
    "CityWeights",
    "Confirmation",
    "Delivery",
    "Exclusion",
    "Hazard",
    "HouseholdLink",
    "Inspection",
    "LinkRevocation",
    "Message",
    "ModeChange",
    "NeighbourhoodMonth",
    "NeighbourhoodStanding",
    "Obstacle",
    "OnPaper",
    "OpenHazard",
    "Opening",
    "OwnerReport",
    "Photo",
    "PrintJob",
    "PrintPart",
    "RatingCriteria",
    "Recheck",
    "Repair",
    "Reschedule",
    "Review",
    "ReviewSignal",
    "Round",
    "RoundStanding",
    "Rung",
    "SavedView",
    "SecondInspector",
    "Severity",
    "Sighting",
    "SkippedMonth",
    "Snooze",
    "Source",
    "SpotCheck",
    "Submission",
    "TeamCalendar",
    "TeamPause",
    "TeamStanding",
    "TeamYearEntry",
    "Telling",
    "WardOpening",
]
