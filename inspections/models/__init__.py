"""What happens every month."""

from .checklist import Checklist, ChecklistItem, Severity
from .hazard import Hazard, Sighting
from .household_link import HouseholdLink
from .inspection import Inspection, Obstacle, Source, Submission
from .link import LinkRevocation
from .photo import Photo
from .print_job import PrintJob
from .rotation import Exclusion, Repair, SecondInspector, SkippedMonth, TeamCalendar
from .round import Assignment, Opening, Round, WardOpening

__all__ = [
    "Assignment",
    "Checklist",
    "ChecklistItem",
    "Exclusion",
    "Hazard",
    "HouseholdLink",
    "Inspection",
    "LinkRevocation",
    "Obstacle",
    "Opening",
    "Photo",
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
