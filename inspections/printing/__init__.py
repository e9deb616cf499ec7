"""Paper: every sheet of the scheme as PDF. The only importer of reportlab."""

from inspections.printing.writers import (
    write_cards,
    write_checklists,
    write_overdue_list,
    write_summaries,
)

__all__ = ["write_cards", "write_checklists", "write_overdue_list", "write_summaries"]
