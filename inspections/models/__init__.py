"""What happens every month."""

from .checklist import Checklist, ChecklistItem, Severity
from .hazard import Hazard, Sighting
from .inspection import Inspection, Obstacle, Source, Submission
from .message import Delivery, Message, Rung, Snooze, Telling
from .pause import TeamPause
from .print_job import PrintJob
from .rating import RatingCriteria, TeamYearEntry
from .review import Recheck, Review, ReviewSignal, SpotCheck
from .rotation import Exclusion, Repair, SecondInspector, SkippedMonth, TeamCalendar
from .round import Assignment, Opening, Round, WardOpening
from .saved_view import SavedView
from .standing import (
    NEVER,
    NeighbourhoodMonth,
    NeighbourhoodStanding,
    OpenHazard,
    RoundStanding,
    TeamStanding,
)
from .weights import CityWeights

__all__ = [
    "NEVER",
    "Assignment",
    "Checklist",
    "ChecklistItem",
    "CityWeights",
    "Delivery",
    "Exclusion",
    "Hazard",
    "Inspection",
    "Message",
    "NeighbourhoodMonth",
    "NeighbourhoodStanding",
    "Obstacle",
    "OpenHazard",
    "Opening",
    "PrintJob",
    "RatingCriteria",
    "Recheck",
    "Repair",
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
