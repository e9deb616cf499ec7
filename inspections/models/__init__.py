"""What happens every month."""

from .checklist import Checklist, ChecklistItem, Severity
from .hazard import Hazard, Sighting
from .inspection import Inspection, Obstacle, Source, Submission
from .print_job import PrintJob
from .rotation import Exclusion, ModeChange, Repair, SecondInspector, SkippedMonth, TeamCalendar
from .round import Assignment, Opening, Round, WardOpening

__all__ = [
    "Assignment",
    "Checklist",
    "ChecklistItem",
    "Exclusion",
    "Hazard",
    "Inspection",
    "ModeChange",
    "Obstacle",
    "Opening",
    "PrintJob",
    "Repair",
    "Round",
    "SecondInspector",
    "Severity",
    "Sighting",
    "SkippedMonth",
    "Source",
    "Submission",
    "TeamCalendar",
    "WardOpening",
]
