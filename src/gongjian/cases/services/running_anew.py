"""A new run of a case beside the old one: split off, handed back by justice, decided anew."""

from datetime import date
from typing import Any
from uuid import uuid4

from gongjian.cases.models import Case, Evidence
from gongjian.cases.queries import standing_evidence
from gongjian.common.acts import Act
from gongjian.matters.choices import Seat
from gongjian.matters.models import Matter, Recusal, Succession
from gongjian.matters.services import open_matter, process_in_force

# The cause of the catalogue goes along: the benchmark, the class of credit and the rules of
# publication hang on it. Where the facts turn out to be others, it is named anew (`name_cause`).
GOES_ALONG = (
    *("cause", "cause_code", "source", "public_order", "state_secret", "act_ended_on"),
    *("act_goes_on", "serious_harm", "serious_ground", "limitation_until", "limitation_source"),
    *("newer_law", "newer_law_reason"),
)
EVIDENCE = (
    *("kind", "name", "proves", "obtained_on", "obtained_from", "elements"),
    *("device", "device_basis", "device_site", "device_published", "device_reviewed"),
    *("recorded_at", "not_by_device", "registered_by_id"),
    *("checked_by_id", "checked_on", "check_words"),
)
TOLD = ("told_on", "told_how")


def matter_beside(old: Matter, party_name: str, process: str, title: str = "") -> Matter:
    """Return a new matter of the same people and kind, not yet opened."""
    return Matter(
        kind=old.kind,
        title=title or old.title,
        party_name=party_name,
        agency=old.agency,
        unit_id=old.unit_id,
        lead_id=old.lead_id,
        second_id=old.second_id,
        profile=old.profile,
        domain=old.domain,
        process=process_in_force(process),
    )


def open_beside(act: Act, old: Matter, new: Matter, *, since: date | None = None) -> Matter:
    """Open a matter that goes on from another: who keeps away from that one keeps away from it too.

    Whoever handled the old one once has gathered what the new one rests on, and approves nothing in
    it either.

    Source: 行政处罚法 第四十三条、第五十七条、第五十八条.
    """
    opened = open_matter(act, new, since=since)
    rows: list[Recusal | Succession] = [
        *old.recusals.order_by("id"),
        *old.successions.exclude(seat=Seat.REVIEWER),
    ]
    for row in rows:
        row.pk, row.uid, row.matter, row._state.adding = None, uuid4(), opened, True
        if isinstance(row, Succession):
            row.at = act.now
    act.write_new(rows, stream=opened.stream)
    return opened


def known_of(old: Case) -> dict[str, Any]:
    """Return the columns that a new run of a case starts with."""
    return {name: getattr(old, name) for name in GOES_ALONG}


def evidence_from(piece: Evidence, case: Case) -> Evidence:
    """Return a piece of evidence as taken over by another case: it falls with its original.

    What another party was told of a record, this one was not. Source: 行政处罚法 第四十一条第三款.
    """
    names = EVIDENCE + (TOLD if piece.case.party_id == case.party_id else ())
    return Evidence(case=case, origin=piece, **{name: getattr(piece, name) for name in names})


def open_anew(
    act: Act,
    old: Case,
    *,
    process: str,
    since: date | None = None,
    title: str = "",
    **columns: Any,
) -> Case:
    """Open a new run of a case for its party, with the evidence that stands.

    Evidence that was excluded stays behind. `columns` are what sets the new run apart.
    """
    beside = matter_beside(old.matter, old.party.name, process, title)
    new = open_beside(act, old.matter, beside, since=since)
    case = Case(**{**known_of(old), "matter": new, "party": old.party, **columns})
    act.write(case)
    for piece in standing_evidence(old):
        act.write(evidence_from(piece, case))
    return case
