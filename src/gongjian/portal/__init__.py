"""Public portal: reads renditions and the log only."""
