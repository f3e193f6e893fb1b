"""Handling of penalty cases: filing, notices, decision, delivery, execution."""
