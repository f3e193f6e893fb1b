"""Who is competent, and what the police refuse: each door that leads past the step before it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases.models import CrimeTransfer
from gongjian.cases.testing import Cast, file_case, make_cast, open_case
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.catalogue import definition
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code, known
from gongjian.matters.models import Matter

from .test_doors import copied
from .test_doors_beside import refused

pytestmark = [pytest.mark.django_db, pytest.mark.tampers, pytest.mark.usefixtures("home")]
REQUEST, CONSULTATION = "designation-request", "jurisdiction-consultation"
CRIME: dict[str, Any] = {
    "suspected": "污染环境罪",
    "reasons": "排放有毒物质超过标准三倍以上。",
    "materials": "调查报告",
    "receiver": "青川市公安局",
}
ASKED: dict[str, Any] = {
    "recipient": "青川市人民检察院",
    "reasons": "已达追诉标准。",
    "materials": "移送书复制件一份",
}


def made(cast: Cast, matter: Matter, kind: str, who: str, **values: Any) -> Document:
    given = vars(typed_command(kind, cast.now)) | {"party_name": matter.party_name} | values
    paper: Document = cast.do(who, act_code(kind), matter, **given)
    return paper


def test_a_designation_is_asked_for_only_after_a_consultation_that_failed() -> None:
    cast = make_cast()
    matter = open_case(cast)
    with pytest.raises(RuleBroken):
        made(cast, matter, REQUEST, "agency_head")
    agreed = made(cast, matter, CONSULTATION, "handler")
    assert json.loads(agreed.data)["fields"]["consulted_result"].startswith("协商一致")
    forged = copied(agreed, kind=REQUEST, number="伪造〔2026〕1号", serial=901, token="a" * 22)
    assert refused(forged)
    with pytest.raises(RuleBroken, match="已经一致"):
        made(cast, matter, REQUEST, "agency_head")

    made(cast, matter, CONSULTATION, "handler", consulted_result="协商不成")
    told = known(definition(REQUEST), cast.actor("agency_head"), matter)
    assert told["dispute"].startswith("2026年")
    assert told["attached"] == "管辖争议协商记录一份"
    made(cast, matter, REQUEST, "agency_head")

    made(cast, matter, CONSULTATION, "handler", consulted_result="协商一致，由对方管辖")
    assert refused(copied(forged, token="b" * 22))


def at_police(cast: Cast) -> Matter:
    matter = file_case(cast, open_case(cast))
    cast.do("handler", "cases.propose_crime_transfer", matter, **CRIME)
    cast.do("agency_head", "cases.approve_crime_transfer", matter, opinion="同意。")
    got: dict[str, Any] = {"received_on": cast.today, "received_by": "警示例"}
    cast.do("handler", "cases.record_crime_receipt", matter, **got)
    return matter


def refuse(cast: Cast, matter: Matter) -> None:
    told: dict[str, Any] = {"refused_on": cast.today, "number": "青公不立字1号"}
    cast.do("handler", "cases.record_police_refusal", matter, **told)


def test_the_prosecutor_is_turned_to_upon_a_refusal_of_the_police_and_not_before() -> None:
    cast = make_cast()
    matter = at_police(cast)
    with pytest.raises(RuleBroken, match="还没有登记公安机关的不予立案通知"):
        cast.do("handler", "cases.suggest_supervision", matter, **ASKED)
    transfer = CrimeTransfer.objects.get()
    for early in (
        {"supervision_on": cast.today, "supervision_id": transfer.document_id},
        {"upheld_on": cast.today, "upheld_number": "青公复字1号"},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            CrimeTransfer.objects.update(**early)

    refuse(cast, matter)
    cast.do("handler", "cases.suggest_supervision", matter, **ASKED)

    transfer.refresh_from_db()
    assert transfer.supervision is not None
    said = json.loads(transfer.supervision.data)["fields"]
    assert (said["police"], said["reconsidered"]) == ("青川市公安局", None)
    assert matter.deadlines.get(code="crime.reconsider").state == "met"
    with pytest.raises(RuleBroken, match="已经建议"):
        cast.do("handler", "cases.suggest_supervision", matter, **ASKED)


def test_after_the_police_upheld_their_refusal_three_days_remain_to_turn_to_the_prosecutor() -> (
    None
):
    cast = make_cast()
    matter = at_police(cast)
    refuse(cast, matter)
    upheld: dict[str, Any] = {"upheld_on": cast.today, "number": "青公复字1号"}
    with pytest.raises(RuleBroken, match="还没有提请公安机关复议"):
        cast.do("handler", "cases.record_reconsideration", matter, **upheld)
    cast.do("handler", "cases.ask_reconsideration", matter, reason="已达追诉标准。")
    with pytest.raises(RuleBroken, match="正在复议"):
        cast.do("handler", "cases.suggest_supervision", matter, **ASKED)
    early = upheld | {"upheld_on": cast.today - timedelta(1)}
    with pytest.raises(InvalidInput, match="早于提请复议之日"):
        cast.do("handler", "cases.record_reconsideration", matter, **early)

    cast.do("handler", "cases.record_reconsideration", matter, **upheld)
    running = matter.deadlines.get(code="crime.supervision")
    assert (running.state, running.due_on) == ("open", cast.today + timedelta(3))
    assert matter.deadlines.get(code="crime.police_reconsiders").state == "met"
    cast.do("handler", "cases.suggest_supervision", matter, **ASKED)

    running.refresh_from_db()
    assert running.state == "met"
    paper = CrimeTransfer.objects.get().supervision
    assert paper is not None
    assert "青公复字1号" in json.loads(paper.data)["fields"]["reconsidered"]
