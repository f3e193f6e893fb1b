"""Sign-in, lockout and sessions."""
