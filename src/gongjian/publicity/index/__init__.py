"""The search index of what is public: made from `PublicItem` alone, at any time anew."""

from .asking import Found, search, searched
from .wording import Asked
from .writing import catch_up, rebuild, stale

__all__ = ["Asked", "Found", "catch_up", "rebuild", "search", "searched", "stale"]
