"""复议诉讼: what is lodged against a decision, and what its result does."""
