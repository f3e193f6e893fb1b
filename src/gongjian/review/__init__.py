"""Legal review: submission, checklist, opinions."""
