"""The rows of the public reads as the description tells of them; `opened` writes them."""

from gongjian.publicity.choices import NumberState

from .answers import DAY, NUMBER, TEXT, UID, many, maybe, row

AGENCY = row(
    uid=UID,
    code=TEXT,
    name=TEXT,
    address=TEXT,
    area=TEXT,
    phone=TEXT,
    review_by=TEXT,
    court=TEXT,
)
_LIST = {
    "agency": TEXT,
    "kind": TEXT,
    "name": TEXT,
    "version": NUMBER,
    "valid_from": DAY,
    "checked_on": maybe(DAY),
}
LIST = row(**_LIST)
ONE_LIST = row(**_LIST, content={}, versions=many(LIST))
ANNOUNCED = row(
    agency=TEXT,
    kind=TEXT,
    kind_name=TEXT,
    title=TEXT,
    body=TEXT,
    published_on=DAY,
    until=DAY,
    url=TEXT,
)
_REPORT = {
    "uid": UID,
    "agency": TEXT,
    "year": NUMBER,
    "version": NUMBER,
    "published_on": DAY,
    "sha256": TEXT,
}
REPORT = row(**_REPORT)
ONE_REPORT = row(**_REPORT, query=TEXT, tables={})
_SERIES = {
    "uid": UID,
    "agency": TEXT,
    "series": TEXT,
    "year": NUMBER,
    "title": TEXT,
    "given": NUMBER,
    "hidden": NUMBER,
    "counts": row(**dict.fromkeys(NumberState.values, NUMBER)),
}
SERIES = row(**_SERIES)
_NUMBER = row(
    number=TEXT,
    serial=NUMBER,
    state=TEXT,
    ground=TEXT,
    due_on=maybe(DAY),
    state_on=maybe(DAY),
    token=TEXT,
)
ONE_SERIES = row(**_SERIES, blocks=NUMBER, at=NUMBER, numbers=many(_NUMBER))
