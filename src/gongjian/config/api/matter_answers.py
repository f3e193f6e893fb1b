"""A matter as the description tells of it; `matters` writes it."""

from .answers import DAY, FLAG, MOMENT, NUMBER, TEXT, UID, many, maybe, row

_FACTS = {
    "uid": UID,
    "seq": NUMBER,
    "number": TEXT,
    "title": TEXT,
    "party": TEXT,
    "opened_at": MOMENT,
    "filed_on": maybe(DAY),
    "decided_on": maybe(DAY),
    "closed_at": maybe(MOMENT),
    "due_on": maybe(DAY),
    "warning": TEXT,
    "agency": TEXT,
    "unit": TEXT,
    "lead": TEXT,
    "second": maybe(TEXT),
}
_STEP = row(uid=UID, seq=NUMBER, code=TEXT, name=TEXT, by=TEXT, at=MOMENT, made=many({}))
_DEADLINE = row(
    uid=UID,
    code=TEXT,
    label=TEXT,
    starts_on=DAY,
    due_on=DAY,
    provisional=FLAG,
    explanation=many({}),
    source=TEXT,
    warning=TEXT,
)
LINE = row(**_FACTS)
MATTER = row(
    **_FACTS,
    places=many(row(code=TEXT, name=TEXT)),
    steps=many(_STEP),
    deadlines=many(_DEADLINE),
    documents=many(row(uid=UID, kind=TEXT, title=TEXT, number=TEXT, state=TEXT)),
    next_acts=many(row(act=TEXT, title=TEXT, side={})),
)
