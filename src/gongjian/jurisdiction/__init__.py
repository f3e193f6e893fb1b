"""Profiles, parameters in force, holidays and the working calendar."""
