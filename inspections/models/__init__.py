"""What happens every month."""

from .checklist import Checklist, ChecklistItem, Severity
from .hazard import Hazard, Sighting
from .inspection import Inspection, Obstacle, Source, Submission
from .pause import TeamPause
from .print_job import PrintJob
from .rotation import Exclusion, Repair, SecondInspector, SkippedMonth, TeamCalendar
from .round import Assignment, Opening, Round, WardOpening
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
    "Exclusion",
    "Hazard",
    "Inspection",
    "NeighbourhoodMonth",
    "NeighbourhoodStanding",
    "Obstacle",
    "OpenHazard",
    "Opening",
    "PrintJob",
    "Repair",
    "Round",
    "RoundStanding",
    "SecondInspector",
    "Severity",
    "Sighting",
    "SkippedMonth",
    "Source",
    "Submission",
    "TeamCalendar",
    "TeamPause",
    "TeamStanding",
    "WardOpening",
]
