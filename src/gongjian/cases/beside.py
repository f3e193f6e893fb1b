"""Whose help a party needs to be heard, and who gives it: one reading for every procedure."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from gongjian.common.db.prepared import prepared, prepared_first
from gongjian.parties.rules import was_minor

from .choices import InterpreterKind
from .models import Assistance, Case, Guardian, Interpreter, Notice


@dataclass(frozen=True, slots=True)
class Needs:
    """Whom a party needs beside it."""

    guardian: bool = False
    language: bool = False
    sign: bool = False

    @property
    def interpreters(self) -> frozenset[str]:
        """The kinds of interpreters that are needed."""
        asked = {InterpreterKind.LANGUAGE: self.language, InterpreterKind.SIGN: self.sign}
        return frozenset(kind.value for kind, needed in asked.items() if needed)


def minor_by_papers(case: Case, on: date) -> bool:
    """Tell whether the party's identity card says that it is under age on a day."""
    party = case.party
    born = date.fromisoformat(party.born_on) if party.natural and party.born_on else None
    return was_minor(born, on)


def latest_assistance(case: Case) -> Assistance | None:
    """Return what was last found about the help the party needs; one query for a case object."""
    known: dict[str, Assistance | None] = case.__dict__
    if "_assistance" not in known:
        known["_assistance"] = _newest_assistance(case)
    return known["_assistance"]


@prepared_first
def _newest_assistance(case: Case) -> QuerySet[Assistance]:
    return Assistance.objects.filter(case=case).order_by("-id")


def forget_assistance(case: Case) -> None:
    """Read anew what the party needs: it was just found otherwise."""
    case.__dict__.pop("_assistance", None)


def needs_of(case: Case, on: date) -> Needs:
    """Return whom the party needs beside it on a day: by its papers and by what was found.

    Source: 行政处罚法 第三十条、第三十一条; 民法典 第十九条至第二十三条;
    治安管理处罚法 第九十八条、第一百零一条.
    """
    found, minor = latest_assistance(case), minor_by_papers(case, on)
    if found is None:
        return Needs(guardian=minor)
    return Needs(minor or found.minor or found.limited, found.language, found.sign)


def told_alone(case: Case, notice: Notice) -> bool:
    """Tell whether a need was found only after a notice was made: the party could not follow it.

    No query where nothing was ever found, else one. Such a party is told anew, with help.

    Source: 行政处罚法 第四十四条、第四十五条; 民法典 第二十三条; 治安管理处罚法 第一百零一条.
    """
    found = latest_assistance(case)
    if found is None or found.stated_at <= notice.made_at:
        return False
    known = Assistance.objects.filter(case=case, stated_at__lte=notice.made_at)
    earlier = [_asked(row) for row in known]
    return any(all(need not in row for row in earlier) for need in _asked(found))


def _asked(found: Assistance) -> set[str]:
    stated = {"guardian": found.minor or found.limited}
    stated |= {"language": found.language, "sign": found.sign}
    return {need for need, stands in stated.items() if stands}


@prepared_first
def latest_guardian(case: Case) -> QuerySet[Guardian]:
    """Return who was last asked to stand beside the party."""
    return Guardian.objects.filter(case=case).order_by("-id")


def interpreters_of(case: Case) -> dict[str, Interpreter]:
    """Return the interpreter last called, for each kind."""
    return {row.kind: row for row in _interpreters(case)}


@prepared
def _interpreters(case: Case) -> QuerySet[Interpreter]:
    return Interpreter.objects.filter(case=case).order_by("id")


def assistance_facts(case: Case, on: date, *, minor: bool = False) -> dict[str, bool]:
    """Return the facts about whom the party needs; `minor` is what the procedure knows beside.

    One query where nobody is needed, one more for each that is.
    """
    needs = needs_of(case, on)
    guardian = minor or needs.guardian
    return {
        "guardian_ready": not guardian or latest_guardian(case) is not None,
        "interpreter_ready": needs.interpreters <= set(interpreters_of(case))
        if needs.interpreters
        else True,
    }


def standing_beside(case: Case, on: date, *, guardians: bool = True) -> list[dict[str, str]]:
    """Return the lines by which a paper names who stands beside the party."""
    needs, rows = needs_of(case, on), list[tuple[str, str]]()
    guardian = latest_guardian(case) if guardians and needs.guardian else None
    if guardian is not None:
        rows.append((guardian.get_kind_display(), f"{guardian.name}（{guardian.relation}）"))
    called = interpreters_of(case) if needs.interpreters else {}
    rows += [
        ("翻译人员", f"{row.name}（{row.language}）")
        for kind, row in called.items()
        if kind in needs.interpreters
    ]
    return [{"label": label, "text": text} for label, text in rows]
