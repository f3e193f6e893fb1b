"""Entering by a verified name: off unless configured, counted, and no wider than the codes."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from gongjian.accounts.demo import DemoCitizen, show_people
from gongjian.cases import testing as story
from gongjian.cases.models import QueryCode
from gongjian.cases.testing import Cast
from gongjian.common import clock as clocks
from gongjian.desk import entering
from gongjian.desk.demo_identity import PROOF, DemoIdentity
from gongjian.desk.identity import IdentityProvider, IdentityUnavailable, adapter_fits, provider
from gongjian.desk.models import Attempt
from gongjian.desk.testing import IdentityContract
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
DEMO = "gongjian.desk.demo_identity.DemoIdentity"
SILENT = "gongjian.desk.tests.test_identity.Silent"
NAME, NUMBER = "买示例", "519999198503140001"
ANOTHER = "539999199007220000"


class Silent:
    """An identity service that is down."""

    label, proof, demo = "不通的服务", "口令", False

    def verify(self, *, name: str, id_number: str, proof: str) -> bool:
        raise IdentityUnavailable


@pytest.fixture
def cast(home: Path, settings: LazySettings) -> Iterator[Cast]:
    settings.GONGJIAN_IDENTITY, settings.GONGJIAN_MODE = DEMO, "demo"
    show_people([DemoCitizen(NAME, NUMBER), DemoCitizen("别示例", ANOTHER)])
    made = story.make_cast(accounts=True)
    clocks.use_offset(lambda: made.now - clocks.Clock().now())
    yield made
    clocks.use_offset(lambda: timedelta(0))


class TestDemoIdentity(IdentityContract):
    known = (NAME, NUMBER, PROOF)

    @pytest.fixture(autouse=True)
    def people(self, cast: Cast) -> None:
        """Let the demo know its people."""

    def adapter(self) -> IdentityProvider:
        return DemoIdentity()


def own_case(cast: Cast, *, code: bool = True, number: str = NUMBER, name: str = NAME) -> Matter:
    """Return a case of a natural person, with a standing code unless told otherwise."""
    party = story.PERSON | {"party_name": name, "id_number": number}
    matter = story.file_case(cast, story.open_case(cast, party=party))
    if code:
        cast.do("handler", "cases.issue_query_code", matter, holder="party")
    return matter


def said(client: Client, **values: str) -> Any:
    told = {"name": NAME, "id_number": NUMBER, "proof": PROOF} | values
    return client.post("/my/identity", told)


def listed(client: Client) -> str:
    return client.get("/my/cases").content.decode()


@pytest.mark.requirement("P20")
def test_a_verified_person_opens_every_own_case_as_its_code_would(cast: Cast) -> None:
    first, second = own_case(cast), own_case(cast)
    other, silent = own_case(cast, number=ANOTHER, name="别示例"), own_case(cast, code=False)
    client = Client()

    assert said(client)["Location"] == "/my/cases"

    codes = {c.matter_id: c for c in QueryCode.objects.all()}
    page = listed(client)
    assert all(str(codes[m.pk].uid) in page for m in (first, second))
    assert str(codes[other.pk].uid) not in page
    assert silent.pk not in codes
    opened = client.post("/my/cases", {"case": codes[second.pk].uid})
    assert opened["Location"] == "/my/"
    shown = client.get("/my/").content.decode()
    assert second.title in shown
    assert "/my/cases" in shown
    assert client.post("/my/cases", {"case": codes[other.pk].uid}).status_code == 404
    client.post("/my/leave")
    assert client.get("/my/cases")["Location"] == "/my/enter"
    assert client.get("/my/")["Location"] == "/my/enter"


def test_nobody_enters_with_a_wrong_part_or_under_another_name(cast: Cast) -> None:
    own_case(cast, name="改示例")
    client = Client()

    for wrong in ({"proof": "1"}, {"name": "别示例"}, {"id_number": ""}, {"proof": ""}):
        answer = said(client, **wrong)
        assert answer.status_code == 422
        assert "没有通过认证" in answer.content.decode()
    assert client.get("/my/cases")["Location"] == "/my/enter"
    said(client)
    # The number is confirmed, but the row under it says another name: nothing is shown.
    assert "没有以您为当事人" in listed(client)


def test_tries_are_counted_and_stopped_with_the_same_answer(cast: Cast) -> None:
    own_case(cast)
    client = Client()
    for _ in range(entering.WRONG_PER_NUMBER):
        said(client, proof="1")

    stopped = said(client)

    assert stopped.status_code == 422
    assert "没有通过认证" in stopped.content.decode()
    assert NUMBER not in str(list(Attempt.objects.values()))


def test_a_new_code_and_an_idle_quarter_end_the_visit(cast: Cast) -> None:
    matter = own_case(cast)
    client = Client()
    said(client)
    cast.do("handler", "cases.issue_query_code", matter, holder="party")
    assert "没有以您为当事人" in listed(client)
    said(client)

    session = client.session
    session[entering.CASES] |= {"seen": session[entering.CASES]["seen"] - 16 * 60}
    session.save()

    assert client.get("/my/cases")["Location"] == "/my/enter"


def test_neither_name_nor_number_is_kept_in_the_session(cast: Cast) -> None:
    own_case(cast)
    client = Client()
    said(client)

    assert NUMBER not in str(dict(client.session))
    assert NAME not in str(dict(client.session))


def test_without_an_adapter_nothing_is_offered(cast: Cast, settings: LazySettings) -> None:
    assert "实名认证进入" in Client().get("/my/enter").content.decode()
    settings.GONGJIAN_IDENTITY = ""

    assert "实名认证进入" not in Client().get("/my/enter").content.decode()
    assert Client().get("/my/identity").status_code == 404
    assert said(Client()).status_code == 404


def test_the_demo_adapter_is_refused_in_production(settings: LazySettings) -> None:
    settings.GONGJIAN_IDENTITY, settings.GONGJIAN_MODE = DEMO, "production"
    with pytest.raises(ImproperlyConfigured):
        provider()
    assert [problem.id for problem in adapter_fits()] == ["desk.E001"]
    settings.GONGJIAN_IDENTITY = "nowhere.Nothing"
    with pytest.raises(ImproperlyConfigured):
        provider()
    assert not DemoIdentity().verify(name=NAME, id_number=NUMBER, proof=PROOF)


def test_a_service_that_is_down_lets_nobody_in_and_says_so(
    cast: Cast, settings: LazySettings
) -> None:
    settings.GONGJIAN_IDENTITY = SILENT

    answer = said(Client())

    assert answer.status_code == 422
    assert "暂时没有回应" in answer.content.decode()
