"""The API at `/api/v1/`: reads, and one address per registered act."""

from .assembly import api

__all__ = ["api"]
