"""Rule tables in force for a profile: its own, else the national one."""

from functools import lru_cache

from gongjian.common.data import data_folder
from gongjian.process import Table, load_table


@lru_cache(maxsize=128)
def table(code: str, profile: str) -> Table:
    """Return the rule table of a profile, or the national one where it has none of its own.

    Raises:
        FileNotFoundError: there is no such table at all.
    """
    folder = data_folder("tables") / code
    own = folder / f"{profile}.toml"
    path = own if own.exists() else folder / "national.toml"
    return load_table(path.read_text(encoding="utf-8"), origin=str(path.name))
