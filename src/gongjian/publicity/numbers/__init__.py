"""Completeness of publication: what became of every number of a series of decisions (Q13)."""
