"""What is public before anyone enforces: lists of bodies, officers, powers and more (事前公开)."""
