"""Streams, entries, sealing, tiles, checkpoints and proofs."""
