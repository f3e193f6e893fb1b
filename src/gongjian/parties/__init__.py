"""Persons and organisations concerned by a matter; their ids are encrypted."""
