"""What happens every month."""

from .checklist import Checklist, ChecklistItem, Severity
from .confirmation import Confirmation
from .hazard import Hazard, OwnerReport, Sighting
from .household_link import HouseholdLink
from .inspection import Inspection, Obstacle, Source, Submission
from .print_job import PrintJob
from .reschedule import Reschedule
from .rotation import Exclusion, Repair, SecondInspector, SkippedMonth, TeamCalendar
from .round import Assignment, Opening, Round, WardOpening

__all__ = [
    "Assignment",
    "Checklist",
    "ChecklistItem",
    "Confirmation",
    "Exclusion",
    "Hazard",
    "HouseholdLink",
    "Inspection",
    "Obstacle",
    "Opening",
    "OwnerReport",
    "PrintJob",
    "Repair",
    "Reschedule",
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
