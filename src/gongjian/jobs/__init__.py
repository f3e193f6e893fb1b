"""Durable jobs on the same database."""
