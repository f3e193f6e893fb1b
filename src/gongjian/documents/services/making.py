"""Freezing a document inside the act that decides it."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings

from gongjian.common.acts import Act
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.common.events import publish
from gongjian.documents.catalogue import definition
from gongjian.documents.checking import Paper, faults
from gongjian.documents.choices import DocumentState
from gongjian.documents.events import DocumentVoided
from gongjian.documents.models import Document
from gongjian.documents.paper.binding import BlankFields, Frame, WrongFields, bind, freeze
from gongjian.documents.paper.blocks import to_plain
from gongjian.documents.paper.definitions import Definition
from gongjian.documents.paper.fonts import font_set
from gongjian.documents.paper.pdf import Unprintable
from gongjian.documents.ports import standing_of
from gongjian.documents.queries import address_of
from gongjian.documents.rules import canonical, digest, number_text
from gongjian.jobs.registry import enqueue
from gongjian.matters.models import Matter
from gongjian.orgs.models import Agency

from .numbering import next_serial
from .templating import template_for

RENDER = "documents.render"


def make(
    act: Act,
    kind: str,
    fields: Mapping[str, Any],
    *,
    number: bool | None = None,
    copy_of: Document | None = None,
    own_template: bool = True,
    issuers: Sequence[str] = (),
) -> Document:
    """Freeze a document of the act's matter, number it, and ask for its files.

    Called inside acts of higher apps, as late as possible: the number's row stays locked. `fields`
    are those of the definition `documents/<kind>.toml`; what the agency knows of itself (bank,
    court, telephone …) is filled in. `number`: None follows the definition. `copy_of`: the paper of
    another matter whose number this one bears, as the original for a further party. Without
    `own_template` the Word file is drawn from the definition, as the agency's template knows less.
    `issuers`: the names of several agencies in whose common name it is made, the leading one first;
    that one signs it electronically, the seals of all are drawn.

    Raises:
        RuleBroken: a mandatory field is blank, no font can print a character, or a paper that goes
            out has a fault by itself (a place left to fill in, a sum, a date); names each.
        InvalidInput: a value cannot stand on paper.
        KeyError: there is no such kind.

    Source: 行政处罚法 第五十九条; 国办发〔2018〕118号 三（八）.
    """
    form = definition(kind)
    agency: Agency = act.matter.agency
    own = {**agency_values(form, agency), **case_values(form, act.matter)}
    values = _values(form, {**own, **_given(fields)})
    _refuse_unprintable(form, agency, values)
    _refuse_faulty(form, act.today, values)
    numbered = form.numbered if number is None else number
    if copy_of is not None:
        year, serial, text = copy_of.year, copy_of.serial, copy_of.number
    else:
        year = act.today.year if numbered else None
        serial = next_serial(agency, form.series, act.today.year) if numbered else None
        text = number_text(agency.short_name, form.series, year, serial) if year and serial else ""
    token = secrets.token_urlsafe(16)
    first, *others = issuers or (agency.name,)
    address = address_of(token) if form.outward else ""
    frame = Frame(first, text, act.today.isoformat(), address, tuple(others))
    data = canonical(_data(form, values, frame))
    document = Document(
        matter=act.matter,
        agency=agency,
        kind=kind,
        title=form.name,
        number=text,
        series=form.series if numbered else "",
        year=year,
        serial=serial,
        copy_of=copy_of,
        outward=form.outward,
        definition_version=form.version,
        definition_sha256=form.sha256,
        template=template_for(agency, kind) if own_template else None,
        data=data,
        data_hash=digest(data),
        token=token,
        made_at=act.now,
        made_by_id=act.actor.officer,
    )
    act.write(document)
    act.made.append(kind)
    enqueue(RENDER, document=str(document.uid))
    return document


def void(act: Act, document: Document, reason: str) -> None:
    """Declare a document of the act's matter void; it keeps its number, which is never given again.

    Raises:
        RuleBroken: it is void already, or belongs to another matter.
    """
    if document.matter_id != act.matter.pk or document.state == DocumentState.VOID:
        raise RuleBroken(f"《{document.title}》已经作废，或者不属于本案，不能作废")
    document.state = DocumentState.VOID
    document.void_reason = reason
    act.write(document)
    publish(act, DocumentVoided(document))


def _given(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {code: value for code, value in fields.items() if value not in (None, "")}


def agency_values(form: Definition, agency: Agency) -> dict[str, Any]:
    """Return what the agency itself knows for the fields of a definition marked `of_agency`."""
    known = {
        "bank": agency.bank_name,
        "bank_account": agency.bank_account,
        "review_body": agency.government_name,
        "review_address": agency.review_address,
        "review_online": agency.review_online,
        "court": agency.court_name,
        "phone": agency.phone,
        "address": agency.address,
    }
    return {code: known[code] for code, spec in form.fields.items() if spec.of_agency}


def case_values(form: Definition, matter: Matter) -> dict[str, Any]:
    """Return what stands in the case for the fields of a definition marked `of_case`."""
    wanted = [code for code, spec in form.fields.items() if spec.of_case]
    known = standing_of(matter) if wanted else {}
    return {code: known[code] for code in wanted if known.get(code)}


def _values(form: Definition, given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return freeze(form, given)
    except WrongFields as error:
        raise InvalidInput(error.messages) from None
    except BlankFields as error:
        reasons = tuple(f"《{form.name}》缺少“{label}”" for label in error.labels)
        raise RuleBroken(f"{'；'.join(reasons)}。请补充后再办理", reasons=reasons) from None


def _refuse_unprintable(form: Definition, agency: Agency, values: Mapping[str, Any]) -> None:
    text = canonical(values) + agency.name + agency.short_name
    missing = font_set(tuple(settings.GONGJIAN_FONT_DIRS)).missing(text)
    if missing:
        raise RuleBroken(f"《{form.name}》不能制作：{Unprintable(missing)}")


def _refuse_faulty(form: Definition, on: date, values: Mapping[str, Any]) -> None:
    reasons = tuple(str(fault) for fault in faults(Paper(form, values, on))) if form.outward else ()
    if reasons:
        raise RuleBroken("；".join(reasons), reasons=reasons)


def _data(form: Definition, values: Mapping[str, Any], frame: Frame) -> dict[str, Any]:
    return {
        "v": 1,
        "kind": form.code,
        "version": form.version,
        "issuer": frame.issuer,
        "number": frame.number,
        "made_on": frame.made_on,
        "demo": settings.GONGJIAN_MODE == "demo",
        **({"others": list(frame.others)} if frame.others else {}),
        "fields": values,
        "blocks": to_plain(bind(form, values, frame)),
    }
