"""Documents that their definition alone describes, made in a case: form, refusals, timeline."""

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases.testing import Cast, file_case, make_cast, open_case
from gongjian.common import acts
from gongjian.common.acts import SYSTEM
from gongjian.common.errors import InvalidInput, NotAllowed, RuleBroken
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.matters.models import Matter
from gongjian.matters.queries import next_acts
from gongjian.orgs.services import SuspendCertificate, suspend_certificate
from gongjian.ui.fields import FormRows
from gongjian.ui.forms import form_for

RECORD = "questioning-record"
ACT = acts.service(act_code(RECORD))


def make_record(cast: Cast, matter: Matter, **changes: Any) -> Document:
    cmd = dataclasses.replace(typed_command(RECORD, cast.now), **changes)
    made: Document = cast.do("handler", ACT.code, matter, **vars(cmd))
    return made


@pytest.mark.django_db
def test_a_typed_document_is_frozen_numbered_and_stands_in_the_timeline() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))

    document = make_record(cast, matter)

    step = matter.steps.latest("seq")
    assert (document.kind, document.title) == (RECORD, "询问笔录")
    assert (step.name, step.made, step.data) == ("制作询问笔录", [RECORD], {})


@pytest.mark.django_db
def test_its_form_knows_party_cause_and_handlers() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))

    form = form_for(ACT, cast.actor("handler"), matter)

    texts = {f.name: getattr(f, "value", None) for f in form.fields}
    rows = {f.name: len(f.groups) for f in form.fields if isinstance(f, FormRows)}
    assert texts["cause"] == matter.title
    assert texts["recorder"] == cast.people["handler"].name
    assert rows["officers"] == 2


@pytest.mark.django_db
def test_a_broken_condition_is_told_at_its_field_and_writes_nothing() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))

    with pytest.raises(InvalidInput) as refused:
        make_record(cast, matter, ended_at=cast.now - timedelta(hours=2))

    assert refused.value.fields == {"ended_at": "“结束时间”早于“开始时间”，请核对"}
    assert not Document.objects.filter(kind=RECORD).exists()


@pytest.mark.django_db
def test_nobody_makes_it_whose_certificate_or_whose_fellow_is_not_valid() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    (certificate,) = cast.people["second"].certificates.all()
    suspension = SuspendCertificate(certificate=certificate.uid, reason="年度考核不合格")
    suspend_certificate(actor=SYSTEM, clock=cast.clock, cmd=suspension)

    offered = {o.code for o in next_acts(cast.actor("handler"), matter, cast.clock)}
    with pytest.raises(RuleBroken, match="执法证件"):
        make_record(cast, matter)

    assert ACT.code not in offered


@pytest.mark.django_db
def test_who_does_not_handle_the_case_does_not_make_its_documents() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))

    with pytest.raises(NotAllowed):
        cast.do("agency_head", ACT.code, matter, **vars(typed_command(RECORD, cast.now)))
