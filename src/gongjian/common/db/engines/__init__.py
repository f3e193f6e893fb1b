"""Django's two database engines, with a memory for the statements of reads."""
