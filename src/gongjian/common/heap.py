"""How a long-lived process looks for garbage."""

import gc


def settle() -> None:
    """Leave what is in memory now out of the search for garbage, and search less often.

    A page makes some ten thousand objects and leaves nearly nothing to be found, but CPython
    searches at every 700 more, and in the end through all modules and tables of the house: a
    twentieth of the page's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
