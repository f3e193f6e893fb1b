"""Looking every night for what must not be public in what is."""
