"""Paper: every sheet of the scheme as PDF. The only importer of reportlab."""

from inspections.printing.writers import write_checklists

__all__ = ["write_checklists"]
