"""Where the public index lies."""

from gongjian.common.indexes import HEAP, Busy, Generation, IndexFolder

from .schema import LAYOUT, SCHEMA

_public = IndexFolder("public", LAYOUT, SCHEMA)
home, current, opened = _public.home, _public.current, _public.opened
begin, use, writing = _public.begin, _public.use, _public.writing

__all__ = ["HEAP", "Busy", "Generation", "begin", "current", "home", "opened", "use", "writing"]
