"""What the database itself enforces, on both engines."""
