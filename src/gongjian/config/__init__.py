"""Settings, addresses and the assembly of the API. Nothing imports this package."""
