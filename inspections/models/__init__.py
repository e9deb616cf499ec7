"""What happens every month."""

from .checklist import Checklist, ChecklistItem, Severity
from .hazard import Hazard, Sighting
from .inspection import Inspection, Obstacle, Source, Submission
from .print_job import PrintJob
from .round import Assignment, Opening, Round, WardOpening

__all__ = [
    "Assignment",
    "Checklist",
    "ChecklistItem",
    "Hazard",
    "Inspection",
    "Obstacle",
    "Opening",
    "PrintJob",
    "Round",
    "Severity",
    "Sighting",
    "Source",
    "Submission",
    "WardOpening",
]
