"""How a process looks for garbage."""

import gc


def settle() -> None:
    """Leave what is in memory now out of the search for garbage, and search less often.

    A page makes some ten thousand objects and leaves nearly nothing to be found, but CPython
    searches at every 700 more, and in the end through all modules and tables of the house: a
    twentieth of the page's time.
    """
    gc.collect()
    gc.freeze()
    seldom()


def seldom() -> None:
    """Search less often, as long as the house is still being loaded.

    Loading makes some 300,000 objects that all stay: looking through them again and again was a
    quarter of the time that a command took to start.
    """
    gc.set_threshold(20_000, 20, 100)
