"""Files for the credit platform (双公示): fields, rows, checks, files, comparison."""
