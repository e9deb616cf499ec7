"""Paper: every sheet of the scheme as PDF. The only importer of reportlab."""
