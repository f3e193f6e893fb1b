"""Clues and reports from which matters begin."""
