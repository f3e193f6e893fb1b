"""Fresh copies of a template database, on either engine."""

import shutil
from pathlib import Path
from secrets import token_hex

from django.db import connections

# Two runs at once may share a server.
RUN = token_hex(4)
TEMPLATE, TRIAL = f"trial_template_{RUN}", f"trial_copy_{RUN}"


class Copies:
    """Made before any connection is open: the template is filled by a child process."""

    def __init__(self, home: Path) -> None:
        self._settings = connections["default"].settings_dict
        self._postgres = connections["default"].vendor == "postgresql"
        self._home = home
        self._base = str(self._settings["NAME"])
        if self._postgres:
            self._admin(f"CREATE DATABASE {TEMPLATE}")

    @property
    def template(self) -> str:
        """What to connect to in order to fill the template."""
        return TEMPLATE if self._postgres else str(self._home / f"{TEMPLATE}.sqlite3")

    @property
    def trial(self) -> str:
        """What to connect to in order to use the newest copy."""
        return TRIAL if self._postgres else str(self._home / f"{TRIAL}.sqlite3")

    def fresh(self) -> str:
        """Throw the last copy away and make a new one."""
        if self._postgres:
            self._admin(f"DROP DATABASE IF EXISTS {TRIAL} WITH (FORCE)")
            self._admin(f"CREATE DATABASE {TRIAL} TEMPLATE {TEMPLATE}")
        else:
            for leftover in self._home.glob(f"{TRIAL}.sqlite3*"):
                leftover.unlink()
            shutil.copyfile(self.template, self.trial)
        return self.trial

    def use(self, name: str) -> None:
        """Connect this process to a database from now on."""
        connections["default"].close()
        self._settings["NAME"] = name

    def remove(self) -> None:
        """Leave nothing behind on a server that others use."""
        if self._postgres:
            self._admin(f"DROP DATABASE IF EXISTS {TRIAL} WITH (FORCE)")
            self._admin(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")

    def _admin(self, statement: str) -> None:
        self.use(self._base)
        with connections["default"].cursor() as cursor:
            cursor.execute(statement)
        connections["default"].close()
