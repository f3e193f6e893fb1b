"""Agencies, units, officers, certificates, assignments and rights."""
