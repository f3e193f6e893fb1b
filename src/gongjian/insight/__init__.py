"""Figures of enforcement as reports that are frozen, approved and published (统计)."""
