"""Publication: gate, renditions, release by two persons, withdrawal."""
