"""Paper, without Django: definitions, blocks, PDF, Word, seal and signature."""
