"""Who reported a case by name is told whether it was filed; nobody outside learns who he is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases.models import InformantTold
from gongjian.cases.queries import case_of
from gongjian.cases.testing import COMPANY, Cast
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.intake.models import Clue
from gongjian.matters.models import Deadline, Matter, Todo
from gongjian.orgs.testing import make_agency, make_officer
from gongjian.remedies.contested import contested

from .doors import DONE, DOORS, Attempt, as_json, assert_shut, signed_in, told_by
from .test_doors import copied
from .test_doors_beside import refused as answer_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
WHO = {"informant": "董示例", "informant_contact": "13900000077"}
TELL = "cases.tell_informant"
WRITE = "cases.write_refusal"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(domain="market", accounts=True)
    with told_by(made):
        yield made


def reported(cast: Cast, **who: Any) -> Clue:
    values = {"source": "complaint", "subject": "举报某厂", "content": "举报。", **(who or WHO)}
    clue: Clue = cast.do("handler", "intake.register_clue", **values, found_on=cast.today)
    return clue


def proposed(cast: Cast, **who: Any) -> Matter:
    """Return a case that waits for the head to decide whether it is filed."""
    known = {"cause": "涉嫌虚假宣传", "second": cast.people["second"].uid}
    known |= {"act_ended_on": cast.today, "clue": reported(cast, **who).uid} | COMPANY
    matter: Matter = cast.do("handler", "cases.open_case", **known)
    said = {"facts": "举报。", "basis": "第八条", "opinion": "请审批。"}
    cast.do("handler", "cases.propose_filing", matter, **said)
    return matter


def refused(cast: Cast, **who: Any) -> Matter:
    matter = proposed(cast, **who)
    cast.do("agency_head", "cases.refuse_filing", matter, reason="没有违法事实。")
    return matter


def telling(cast: Cast, **changed: Any) -> dict[str, Any]:
    return {"told_on": cast.today, "way": "phone", "content": "决定不予立案。"} | changed


def limit(matter: Matter) -> Deadline | None:
    return Deadline.objects.filter(matter=matter, code="informant-limit").first()


def test_a_refusal_without_a_notice_gets_it_afterwards_and_can_be_challenged(cast: Cast) -> None:
    """Source: 行政处罚法 第五十四条第二款; 行政复议法 第十一条."""
    paper = {"told_to": "董示例", "basis": "《中华人民共和国行政处罚法》第三十六条第一款"}
    handler = cast.people["handler"]
    assert_shut(Attempt(handler, WRITE, as_json(paper), proposed(cast)), 409)
    matter = refused(cast)
    assert contested(matter) == []

    written = Attempt(handler, WRITE, as_json(paper), matter)
    assert_shut(Attempt(cast.people["agency_head"], WRITE, as_json(paper), matter), 403)
    assert DOORS["page"](written) == DONE
    story.sign_papers(cast, matter)

    (one,) = contested(Matter.objects.get(pk=matter.pk))
    assert one.challenged == "not_filed"
    assert "没有违法事实" in one.paper.data
    assert_shut(written, 409)
    cast.do("handler", TELL, matter, **telling(cast))
    assert InformantTold.objects.get(case__matter=matter).document == one.paper


def test_a_refusal_is_told_to_who_reported_by_name_within_five_working_days(cast: Cast) -> None:
    matter = refused(cast)
    running = limit(matter)
    waits = list(Todo.objects.filter(matter=matter).values_list("role", "step"))

    cast.do("handler", TELL, matter, **telling(cast))

    assert running is not None
    assert running.due_on > cast.today + timedelta(5)
    assert ("handler", "告知实名举报人") in waits
    met = limit(matter)
    assert met is not None
    assert met.state == "met"
    assert not InformantTold.objects.get().filed


def test_a_filing_is_told_as_well(cast: Cast) -> None:
    matter = proposed(cast)
    cast.do("agency_head", "cases.approve_filing", matter, opinion="同意。")

    cast.do("handler", TELL, matter, **telling(cast, content="已经立案调查。"))

    assert InformantTold.objects.get().filed


def test_where_nobody_gave_his_name_nobody_is_owed_anything(cast: Cast) -> None:
    matter = refused(cast, informant="", informant_contact="")

    assert limit(matter) is None
    with pytest.raises(RuleBroken, match="没有实名"):
        cast.do("handler", TELL, matter, **telling(cast))


def test_where_no_rule_of_the_field_sets_a_limit_it_can_still_be_recorded() -> None:
    cast = story.make_cast()
    matter = refused(cast)

    cast.do("handler", TELL, matter, **telling(cast))

    assert limit(matter) is None
    assert InformantTold.objects.get().told_on == cast.today


def test_a_clue_reported_by_name_is_not_set_aside_in_silence(cast: Cast) -> None:
    clue = reported(cast)
    said = {"clue": clue.uid, "reason": "查无此事。"}

    with pytest.raises(InvalidInput, match="实名"):
        cast.do("unit_head", "intake.set_aside_clue", **said)
    cast.do("unit_head", "intake.set_aside_clue", **said, told="3月2日电话告知。")

    assert Clue.objects.get().informant_told == "3月2日电话告知。"


def test_a_name_stands_only_with_a_report(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="投诉举报"):
        reported(cast, **WHO, source="inspection")


def before_it_was_decided(cast: Cast) -> tuple[Attempt, int]:
    matter = proposed(cast)
    return Attempt(cast.people["handler"], TELL, as_json(telling(cast)), matter), 409


def dated_before_the_decision(cast: Cast) -> tuple[Attempt, int]:
    matter = refused(cast)
    said = telling(cast, told_on=cast.today - timedelta(3))
    return Attempt(cast.people["handler"], TELL, as_json(said), matter), 422


def by_who_decided(cast: Cast) -> tuple[Attempt, int]:
    matter = refused(cast)
    return Attempt(cast.people["agency_head"], TELL, as_json(telling(cast)), matter), 403


def by_a_stranger(cast: Cast) -> tuple[Attempt, int]:
    stranger = make_officer(make_agency("他市市场监管局"), account=True)
    return Attempt(stranger, TELL, as_json(telling(cast)), refused(cast)), 404


@pytest.mark.parametrize(
    "gate", [before_it_was_decided, dated_before_the_decision, by_who_decided, by_a_stranger]
)
def test_telling_is_shut_at_every_door(cast: Cast, gate: Any) -> None:
    tried, status = gate(cast)

    assert_shut(tried, status)


@pytest.mark.tampers
def test_the_database_keeps_both_duties(cast: Cast) -> None:
    matter = refused(cast)
    cast.do("handler", TELL, matter, **telling(cast))
    told, clue, other = InformantTold.objects.get(), reported(cast), case_of(refused(cast))
    early = told.decided_on - timedelta(1)

    assert "informant_told_after" in answer_to(copied(told, case_id=other.pk, told_on=early))
    assert answer_to(copied(told, case_id=other.pk)) == ""
    clue.state, clue.set_aside_reason = "set_aside", "查无此事。"
    with pytest.raises(IntegrityError, match="clue_set_aside_was_told"), transaction.atomic():
        clue.save()


def test_the_case_shows_that_it_is_owed_and_never_who_it_is(cast: Cast) -> None:
    matter = proposed(cast)
    cast.do("agency_head", "cases.approve_filing", matter, opinion="同意。")
    handler = signed_in(cast.people["handler"])
    page = f"/staff/matters/{matter.uid}/"

    owed = handler.get(page).content.decode()
    cast.do("handler", TELL, matter, **telling(cast))
    told = handler.get(page).content.decode()

    assert "尚未告知是否立案" in owed
    assert TELL in owed
    assert "已告知（电话，已记录）" in told
    assert WHO["informant"] not in owed + told


def test_only_who_sees_the_clue_learns_who_reported_it(cast: Cast) -> None:
    clue = reported(cast)
    page = f"/staff/clues/{clue.uid}/"
    stranger = make_officer(make_agency("他市市场监管局"), account=True)

    mine = signed_in(cast.people["handler"]).get(page)

    assert WHO["informant"] in mine.content.decode()
    assert signed_in(stranger).get(page).status_code == 404
