"""Settings: `base`, with `serve` (demo and production) and `test` on top of it."""
