"""Workbench: pages that cross apps, for the staff of an agency."""
