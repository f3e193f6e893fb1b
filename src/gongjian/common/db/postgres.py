"""The guards in PostgreSQL's words, and the application role that owns nothing."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .triggers import Guard

_TRUNCATE_FUNCTION = "guard_truncate"
_TRUNCATE_BODY = """
BEGIN
  RAISE EXCEPTION 'guarded table %: truncate refused', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END"""
# pg_trigger.tgtype: row 1, before 2, insert 4, delete 8, update 16, truncate 32.
_ROW_TYPE = 1 + 2 + 8 + 16
_INSERT = 4
_TRUNCATE_TYPE = 2 + 32
_WORD = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|\w+|.", re.DOTALL)


def statements(cursor: Any, guard: "Guard") -> dict[str, list[str]]:
    """Return the triggers of one table: name → the statements that make it.

    All conditions stand in the function's body, which the server keeps to the letter, so that
    `compare` can read them back.
    """
    table, function = guard.table, f"{guard.table}_guard"
    events = "INSERT OR UPDATE OR DELETE" if guard.insert else "UPDATE OR DELETE"
    return {
        f"{table}_guard_row": [
            _function(function, _body(guard)),
            f'CREATE TRIGGER "{table}_guard_row" BEFORE {events} ON "{table}"'
            f' FOR EACH ROW EXECUTE FUNCTION "{function}"()',
        ],
        f"{table}_guard_truncate": [
            _function(_TRUNCATE_FUNCTION, _TRUNCATE_BODY),
            f'CREATE TRIGGER "{table}_guard_truncate" BEFORE TRUNCATE ON "{table}"'
            f' FOR EACH STATEMENT EXECUTE FUNCTION "{_TRUNCATE_FUNCTION}"()',
        ],
    }


def drop(cursor: Any, table: str, name: str) -> None:
    """Remove a trigger if it is there."""
    cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')


def compare(cursor: Any, guard: "Guard") -> dict[str, str]:
    """Return for each trigger of a table "" or what is wrong with it."""
    cursor.execute(
        "SELECT t.tgname, t.tgtype, t.tgenabled, t.tgqual IS NULL, p.prosrc"
        " FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE t.tgrelid = to_regclass(%s) AND NOT t.tgisinternal",
        [f'"{guard.table}"'],
    )
    present = {name: tuple(rest) for name, *rest in cursor.fetchall()}
    wanted = {
        f"{guard.table}_guard_row": (
            _ROW_TYPE + (_INSERT if guard.insert else 0),
            "O",
            True,
            _body(guard),
        ),
        f"{guard.table}_guard_truncate": (_TRUNCATE_TYPE, "O", True, _TRUNCATE_BODY),
    }
    states = {}
    for name, shape in wanted.items():
        found = present.pop(name, None)
        states[name] = "missing" if found is None else "" if found == shape else "altered"
    return states | dict.fromkeys(present, "is unknown")


def grant_application_role(
    cursor: Any, role: str, *, guarded: "list[Guard]", tables: list[str]
) -> None:
    """Let `role` work with the tables and own none of them.

    Guarded tables: SELECT and INSERT, UPDATE where something may change, never DELETE (unless the
    guard names a condition), TRUNCATE or TRIGGER. Plain tables: DELETE too.
    """
    by_name = {g.table: g for g in guarded}
    cursor.execute(f'GRANT USAGE ON SCHEMA public TO "{role}"')
    for table in tables:
        rights = ["SELECT", "INSERT"]
        found = by_name.get(table)
        if found is None or found.update or not found.frozen or _has_mutable(cursor, found):
            rights.append("UPDATE")
        if found is None or found.delete:
            rights.append("DELETE")
        cursor.execute(f'REVOKE ALL ON "{table}" FROM "{role}"')
        cursor.execute(f'GRANT {", ".join(rights)} ON "{table}" TO "{role}"')
    cursor.execute(f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}"')


def lock_until_commit(cursor: Any, number: int) -> None:
    """Wait for, and hold until the transaction ends, the lock of that number."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _has_mutable(cursor: Any, guard: "Guard") -> bool:
    cursor.execute(
        "SELECT count(*) FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s",
        [guard.table],
    )
    return bool(cursor.fetchone()[0] > len(guard.frozen))


def _function(name: str, body: str) -> str:
    return (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger'
        f" LANGUAGE plpgsql AS $guard${body}$guard$"
    )


def _body(guard: "Guard") -> str:
    refused = [f'OLD."{c}" IS DISTINCT FROM NEW."{c}"' for c in guard.frozen]
    if guard.update:
        refused.append(f"NOT ({guard.update})")
    inserted = f"""
  IF TG_OP = 'INSERT' THEN{_inserted(guard)}
    RETURN NEW;
  END IF;"""
    return f"""
BEGIN{inserted if guard.insert else ""}
  IF TG_OP = 'DELETE' THEN
    IF {guard.delete or "false"} THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'guarded table {guard.table}: delete refused'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF {" OR ".join(refused) or "false"} THEN
    RAISE EXCEPTION 'guarded table {guard.table}: update refused'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END"""


def _inserted(guard: "Guard") -> str:
    """Say what a new row must meet: what the row tells by itself first, then what is looked up.

    The server makes ready every read of a statement before it looks at the first value. Most rows
    are told by their kind that most reads are none of their business: such reads stand within an IF
    of their own, and neither planned nor made ready for any other row.
    """
    reads: dict[str, list[str]] = {}
    for condition in guard.insert:
        parts = disjuncts(condition)
        own = " OR ".join(part for part in parts if "SELECT" not in part)
        looked_up = " OR ".join(part for part in parts if "SELECT" in part)
        reads.setdefault(own, []).append(looked_up or "false")
    return "".join(_refusal(guard.table, own, looked_up) for own, looked_up in reads.items())


def _refusal(table: str, own: str, looked_up: Sequence[str]) -> str:
    refused = " OR ".join(f"NOT ({condition})" for condition in looked_up)
    return f"""
    IF NOT ({own or "false"}) THEN
      IF {refused} THEN
        RAISE EXCEPTION 'guarded table {table}: insert refused'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
    END IF;"""


def disjuncts(condition: str) -> list[str]:
    """Return the parts of an SQL condition that its outermost ORs join."""
    found, depth = [""], 0
    for word in _WORD.findall(condition):
        depth += (word == "(" or word.upper() == "CASE") - (word == ")" or word.upper() == "END")
        if word.upper() == "OR" and not depth:
            found.append("")
        else:
            found[-1] += word
    return [part.strip() for part in found]
