"""The pages for the street: penalize, show the certificate, print, go on the ordinary way."""

from typing import Any

import pytest
from django.urls import reverse

from gongjian.cases.models import Decision, OnSpot
from gongjian.cases.services import PenalizeOnSpot
from gongjian.cases.testing import PERSON, STALL, Cast, activate
from gongjian.common.acts import SYSTEM, service
from gongjian.common.fields import Widget, spec_of
from gongjian.jobs.services import work_until_idle
from gongjian.matters.models import Matter
from gongjian.orgs.models import Certificate
from gongjian.orgs.services import SuspendCertificate, suspend_certificate
from gongjian.ui.drafts import find_draft
from gongjian.ui.forms import form_for, typed_from
from gongjian.workbench.street import PARTS
from gongjian.workbench.testing import signed_in, staffed_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
FORM = "/staff/acts/cases.penalize_on_spot/"


@pytest.fixture
def cast() -> Cast:
    activate()
    return staffed_cast()


def typed(cast: Cast, **values: Any) -> dict[str, list[str]]:
    """Return what an officer types, on top of what the form knows."""
    handler = cast.people["handler"]
    opened = form_for(service("cases.penalize_on_spot"), cast.actor("handler"))
    known = {f.name: list(f.typed) for f in [*opened.hidden, *opened.shown]}  # type: ignore[union-attr]
    mine = STALL | PERSON | {"second": cast.people["second"].uid} | values
    assert handler.user is not None
    filled = typed_from(PenalizeOnSpot, mine)
    return known | {name: texts for name, texts in filled.items() if name in mine}


def test_every_field_stands_in_one_part_of_the_form() -> None:
    shown = {
        name
        for name, field in PenalizeOnSpot.__dataclass_fields__.items()
        if spec_of(field).widget is not Widget.HIDDEN
    }
    named = [name for part in PARTS for name in part.names]

    assert sorted(named) == sorted(shown)


def test_three_presses_lead_from_the_start_page_to_the_paper(cast: Cast) -> None:
    client = signed_in(cast, "handler")

    home = client.get("/staff/").content.decode()
    form = client.get(FORM).content.decode()
    asked = client.post(FORM, typed(cast))
    done = client.post(FORM, typed(cast) | {"confirmed": ["yes"]})

    assert FORM in home
    assert "200.00元" in form
    assert "请核对，然后确认当场处罚" in asked.content.decode()
    matter = Matter.objects.get()
    assert done["Location"] == reverse("workbench:on_spot", args=[matter.uid])
    page = client.get(done["Location"]).content.decode()
    assert matter.number in page
    assert "viewBox" in page
    assert "正在制作" in page
    work_until_idle()
    page = client.get(done["Location"]).content.decode()
    assert "打印决定书" in page
    assert "报所属机关备案" in page


def test_a_cause_of_the_catalogue_asks_its_circumstances_and_says_where_the_fine_lies(
    cast: Cast,
) -> None:
    client = signed_in(cast, "handler")
    blank = typed(cast, cause="", violated="", basis="", amount_fen=20_000)
    sent = blank | {"cause_code": ["straw-burning"]}
    named = sent | {"refresh": ["yes"]}

    fresh = client.get(FORM).content.decode()
    page = client.post(FORM, named)
    asked = next(f for f in page.context["form"].shown if f.name == "circumstances")
    found = {g.fields[1].name: [g.fields[1].choices[0][0]] for g in asked.groups}
    items = {g.item.name: [g.item.value] for g in asked.groups}
    weighed = client.post(FORM, named | found | items).content.decode()
    refused = client.post(FORM, {**sent, **found, **items, "confirmed": ["yes"]})

    assert "对照裁量基准" not in fresh
    assert "拟罚 200元：低于法定下限" in weighed
    assert 'class="range-bar"' in weighed
    assert refused.status_code == 422
    assert not Decision.objects.exists()


def test_the_screen_of_the_paper_is_for_cases_settled_on_the_spot(cast: Cast) -> None:
    from gongjian.cases.testing import open_case

    matter = open_case(cast)

    answer = signed_in(cast, "handler").get(reverse("workbench:on_spot", args=[matter.uid]))

    assert answer.status_code == 404


def test_a_second_press_makes_no_second_penalty(cast: Cast) -> None:
    client = signed_in(cast, "handler")
    sent = typed(cast) | {"confirmed": ["yes"]}

    client.post(FORM, sent)
    again = client.post(FORM, sent)

    assert again.status_code == 409
    assert "已经作出" in again.content.decode()
    assert Decision.objects.count() == 1


def test_what_is_refused_goes_on_the_ordinary_way_with_what_was_typed(cast: Cast) -> None:
    client = signed_in(cast, "handler")
    sent = typed(cast, amount_fen=50_000) | {"confirmed": ["yes"]}

    refused = client.post(FORM, sent)
    turned = client.post("/staff/acts/cases.turn_to_ordinary/", sent)

    assert refused.status_code == 409
    assert "转为普通程序继续办理" in refused.content.decode()
    assert not OnSpot.objects.exists()
    matter = Matter.objects.get()
    assert turned["Location"] == reverse("workbench:matter", args=[matter.uid])
    assert matter.process.code == "penalty-ordinary"
    assert find_draft(cast.people["handler"].user, "cases.penalize_on_spot:") is None
    proposal = reverse("workbench:matter_act", args=[matter.uid, "cases.propose_filing"])
    assert STALL["facts"] in client.get(proposal).content.decode()


def test_a_case_on_the_spot_has_its_page_with_every_tab(cast: Cast) -> None:
    client = signed_in(cast, "handler")
    client.post(FORM, typed(cast) | {"confirmed": ["yes"]})
    matter = Matter.objects.get()

    pages = {
        tab: client.get(f"{reverse('workbench:matter', args=[matter.uid])}?tab={tab}")
        for tab in ("steps", "documents", "evidence", "proposal", "publicity")
    }

    assert {p.status_code for p in pages.values()} == {200}
    text = pages["steps"].content.decode()
    assert text.count(f"当场行政处罚决定书 {matter.number}") == 1


def test_the_certificate_is_one_press_away_and_says_if_it_is_valid(cast: Cast) -> None:
    client = signed_in(cast, "handler")
    certificate = Certificate.objects.get(officer=cast.people["handler"])

    valid = client.get("/staff/certificate/").content.decode()
    cmd = SuspendCertificate(certificate=certificate.uid, reason="考核不合格")
    suspend_certificate(actor=SYSTEM, cmd=cmd)
    suspended = client.get("/staff/certificate/").content.decode()

    assert certificate.number in valid
    assert certificate.number not in suspended
    assert "没有现在有效的执法证件" in suspended
    assert FORM not in client.get("/staff/").content.decode()


def test_who_does_not_enforce_is_offered_nothing_of_the_street(cast: Cast) -> None:
    assert FORM not in signed_in(cast, "publisher").get("/staff/").content.decode()


def test_the_form_opens_for_who_has_no_colleague_to_be_the_second(cast: Cast) -> None:
    for other in Certificate.objects.exclude(officer=cast.people["handler"]):
        cmd = SuspendCertificate(certificate=other.uid, reason="考核不合格")
        suspend_certificate(actor=SYSTEM, cmd=cmd)

    assert signed_in(cast, "handler").get(FORM).status_code == 200
