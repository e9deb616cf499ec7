"""What happens every month."""

from .checklist import Checklist, ChecklistItem, Severity
from .hazard import Hazard, Sighting
from .inspection import Inspection, Obstacle, Source, Submission
from .print_job import PrintJob, PrintPart
from .rotation import Exclusion, Repair, SecondInspector, SkippedMonth, TeamCalendar
from .round import Assignment, Opening, Round, WardOpening

__all__ = [
    "Assignment",
    "Checklist",
    "ChecklistItem",
    "Exclusion",
    "Hazard",
    "Inspection",
    "Obstacle",
    "Opening",
    "PrintJob",
    "PrintPart",
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
