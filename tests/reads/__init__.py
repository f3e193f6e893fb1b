"""What is read of a case, at every stage of it."""
