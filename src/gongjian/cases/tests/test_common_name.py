"""How far the agencies of a common decision have come, read at each stage of the story."""

from dataclasses import replace
from typing import Any

import pytest

from gongjian.cases import common_name as common
from gongjian.cases import testing as story
from gongjian.cases import testing_common as together
from gongjian.cases.models import Case, CommonAgency, CommonSignature, Decision
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import Cast
from gongjian.common.acts import Actor
from gongjian.matters.models import Matter
from gongjian.orgs.models import Agency
from gongjian.orgs.testing import make_agency

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home"), pytest.mark.tampers]
Two = tuple[Matter, Matter]


@pytest.fixture
def cast(home: Any) -> Cast:
    return story.make_cast()


@pytest.fixture
def other(cast: Cast) -> Cast:
    return together.make_other(cast)


@pytest.fixture
def filed(cast: Cast) -> Matter:
    return story.file_case(cast, story.open_case(cast))


@pytest.fixture
def joined(cast: Cast, other: Cast) -> Two:
    return together.joined(cast, other)


@pytest.fixture
def ready(cast: Cast, other: Cast, joined: Two) -> Two:
    together.both_ready(cast, joined[0], other, joined[1])
    return joined


@pytest.fixture
def signed(cast: Cast, other: Cast, ready: Two) -> Two:
    together.sign(other, ready[1])
    together.together(cast, other)
    return ready


@pytest.fixture
def issued(cast: Cast, signed: Two) -> Two:
    together.issue(cast, signed[0])
    return signed


def case(matter: Matter) -> Case:
    return case_of(Matter.objects.select_related("agency").get(pk=matter.pk))


def both(matters: Two) -> tuple[Case, Case]:
    return case(matters[0]), case(matters[1])


def left(matter: Matter) -> None:
    row = CommonAgency.objects.get(agency=matter.agency)
    row.left_on, row.left_reason, row.left_by = row.invited_at.date(), "x", row.invited_by
    if row.case_id != row.lead_id:
        row.case = None
    row.save()


def test_a_case_alone_has_nothing_of_it(filed: Matter, django_assert_num_queries: Any) -> None:
    own = case(filed)
    with django_assert_num_queries(0):
        assert common.common_of(own) is None
        assert not common.invited(own)
        for asked in (common.others_of, common.agencies_of, common.unsigned):
            assert not asked(own)
        assert common.text_of(own) is None
        assert common.signed_by_all(own)
        assert not common.served_in_common(own)
        assert common.decided_by_another(own.matter) == ""
    assert "还没有送交" in common.may_sign(own)
    assert common.lead_decision(own) is None


def test_who_leads_and_who_was_invited_know_each_other(
    cast: Cast, other: Cast, joined: Two
) -> None:
    lead, own = both(joined)

    rows = CommonAgency.objects.order_by("id")
    assert [common.common_of(one) for one in (lead, own)] == list(rows)
    assert [common.invited(one) for one in (lead, own)] == [False, True]
    assert [[row.agency for row in common.others_of(one)] for one in (lead, own)] == [
        [other.agency],
        [],
    ]
    for one in (lead, own):
        assert common.agencies_of(one) == [cast.agency, other.agency]
    assert common.unsigned(lead) == [other.agency.name]
    assert (common.signed_by_all(lead), common.signed_by_all(own)) == (False, True)
    assert cast.agency.name in common.decided_by_another(own.matter)
    assert common.decided_by_another(lead.matter) == ""
    assert not common.served_in_common(own)


def test_who_left_is_out_and_one_agency_alone_decides_in_its_own_name(joined: Two) -> None:
    left(joined[1])
    lead, own = both(joined)
    assert common.common_of(own) is None
    assert common.agencies_of(own) == common.agencies_of(lead) == []
    assert common.others_of(lead) == []

    left(joined[0])
    lead = case(joined[0])
    assert common.common_of(lead) is None
    assert (common.invited(lead), common.agencies_of(lead)) == (False, [])


def test_an_agency_that_was_only_asked_does_not_decide_yet(
    cast: Cast, other: Cast, filed: Matter
) -> None:
    row = together.invite(cast, filed, other)
    lead = case(filed)

    assert common.others_of(lead) == [row]
    assert common.agencies_of(lead) == []
    assert common.standing_signature(row) is None
    assert common.unsigned(lead) == [other.agency.name]


def test_the_text_can_be_signed_by_who_drafted_the_same(
    cast: Cast, other: Cast, ready: Two
) -> None:
    lead, own = both(ready)
    text = common.text_of(own)
    mine = latest_draft(own)
    assert text is not None
    assert mine is not None
    told = [common.may_sign(own)]

    assert text == common.text_of(lead)
    assert text.draft == latest_draft(lead) != mine
    assert common.same_words(mine) == common.same_words(text.draft)
    for name in ("facts", "violated", "basis", "discretion", "proposal"):
        changed = type(mine)(**{f: getattr(mine, f) for f in (*common.SAME_WORDS, "items")})
        changed.proposal = mine.proposal
        setattr(changed, name, "别的")
        assert common.same_words(changed) != common.same_words(mine)
    mine.items = []
    assert common.same_words(mine) != common.same_words(text.draft)
    other.do("agency_head", "cases.send_back", ready[1], reason="修改。")
    story.propose(other, ready[1], items=together.FINE, facts="别的事实。")
    told.append(common.may_sign(case(ready[1])))
    together.together(cast, other)
    cast.do("agency_head", "cases.send_back", ready[0], reason="修改。")
    story.propose(cast, ready[0], items=together.FINE, facts="别的事实。")
    told.append(common.may_sign(case(ready[1])))
    left(ready[1])
    told.append(common.may_sign(case(ready[1])))

    assert told[0] == ""
    assert ["不一致" in told[1], "再次送交" in told[2], "还没有送交" in told[3]] == [True] * 3


def test_nothing_can_be_signed_before_a_text_is_handed_over_nor_without_an_own_draft(
    cast: Cast, joined: Two
) -> None:
    lead, own = both(joined)
    before = common.text_of(lead), common.text_of(own), common.may_sign(own)
    together.ready(cast, joined[0])
    cast.do("handler", "cases.hand_over_text", joined[0])

    assert before[:2] == (None, None)
    assert "还没有送交" in before[2]
    assert "不一致" in common.may_sign(case(joined[1]))


def test_a_signature_stands_until_anything_is_drafted_anew(
    cast: Cast, other: Cast, signed: Two
) -> None:
    lead = case(signed[0])
    (row,) = common.others_of(lead)
    signature = CommonSignature.objects.get()

    assert common.standing_signature(row) == signature
    assert (common.unsigned(lead), common.signed_by_all(lead)) == ([], True)
    row.accepted_at = None
    assert common.standing_signature(row) is None
    (row,) = common.others_of(lead)
    row.accepted_at = signature.signed_at
    assert common.standing_signature(row) == signature
    row.accepted_at = cast.clock.now()  # it joined anew since
    assert common.standing_signature(row) is None
    (row,) = common.others_of(lead)
    row.case = None
    assert common.standing_signature(row) is None
    (row,) = common.others_of(lead)
    row.lead_id = 0
    assert common.standing_signature(row) is None
    other.do("agency_head", "cases.send_back", signed[1], reason="修改。")
    story.propose(other, signed[1], items=together.FINE)
    (row,) = common.others_of(case(signed[0]))
    assert common.standing_signature(row) is None
    assert common.unsigned(case(signed[0])) == [other.agency.name]


def test_a_draft_of_the_leading_agency_voids_a_signature_and_a_strangers_does_not(
    cast: Cast, other: Cast, signed: Two
) -> None:
    stranger = story.file_case(cast, story.open_case(cast))
    story.inspect(cast, stranger)
    story.propose(cast, stranger)
    (row,) = common.others_of(case(signed[0]))
    beside = common.standing_signature(row)
    cast.do("agency_head", "cases.send_back", signed[0], reason="修改。")
    story.propose(cast, signed[0], items=together.FINE)

    assert beside == CommonSignature.objects.get()
    assert common.standing_signature(row) is None


def test_a_signature_that_was_withdrawn_stands_no_more(other: Cast, signed: Two) -> None:
    other.do("agency_head", "cases.withdraw_signature", signed[1], reason="再研究。")

    (row,) = common.others_of(case(signed[0]))
    assert common.standing_signature(row) is None


def test_the_one_decision_is_that_of_the_leading_agency(cast: Cast, issued: Two) -> None:
    lead, own = both(issued)
    found = common.lead_decision(own)
    before = [common.served_in_common(one) for one in (lead, own)]
    (row,) = common.others_of(lead)
    used = common.standing_signature(row)
    story.deliver(cast, issued[0])

    assert found == Decision.objects.get(case=lead)
    assert common.lead_decision(lead) is None
    assert before == [False, False]
    assert [common.served_in_common(one) for one in both(issued)] == [False, True]
    assert used is None  # a decision rests on it: it counts for no second one


# --- who may be invited --------------------------------------------------------------------------


def test_agencies_of_the_same_government_and_place_may_be_invited(
    cast: Cast, other: Cast, filed: Matter
) -> None:
    far = make_agency("远局", profile="huainan")
    foreign, court = make_agency("外局"), make_agency("院局")
    Agency.objects.filter(pk=foreign.pk).update(government_name="邻县人民政府")
    Agency.objects.filter(pk=court.pk).update(court_name="邻县人民法院")
    near = make_agency("近局")
    before = list(common.invitable(case(filed)))
    together.invite(cast, filed, other)
    asked = list(common.invitable(case(filed)))
    left_row = CommonAgency.objects.get(agency=other.agency)
    left_row.left_on, left_row.left_reason = cast.today, "x"
    left_row.left_by = cast.people["agency_head"]
    left_row.save()

    assert sorted(one.pk for one in before) == sorted([other.agency.pk, near.pk])
    assert [one.path for one in before] == sorted(one.path for one in before)
    assert asked == [near]
    assert list(common.invitable(case(filed))) == before
    assert far not in before


def test_an_invitation_waits_for_a_case_on_the_same_party(
    cast: Cast, other: Cast, filed: Matter
) -> None:
    row = together.invite(cast, filed, other)
    together.together(cast, other)
    own = case(together.open_other(other, row))
    head, stranger = other.actor("agency_head"), case(story.open_case(other, story.PERSON))

    def waiting(who: Actor, about: Case) -> list[CommonAgency]:
        return list(common.invitations_to(who, about))

    assert waiting(head, own) == [row]
    assert waiting(head, stranger) == []
    assert waiting(cast.actor("agency_head"), own) == []
    assert waiting(replace(head, agency=None), own) == []
    own.party.id_index = ""
    assert waiting(head, own) == []


@pytest.mark.parametrize("what", ["decided_on", "closed_at"])
def test_an_invitation_to_a_case_that_is_over_waits_no_more(
    cast: Cast, other: Cast, filed: Matter, what: str
) -> None:
    row = together.invite(cast, filed, other)
    together.together(cast, other)
    own = case(together.open_other(other, row))
    head = other.actor("agency_head")
    over = Matter.objects.get(pk=filed.pk)
    setattr(over, what, cast.clock.now())
    over.save()

    assert common.invitations_to(head, own) == []


def test_an_invitation_that_was_taken_up_or_back_waits_no_more(
    cast: Cast, other: Cast, joined: Two
) -> None:
    assert common.invitations_to(other.actor("agency_head"), case(joined[1])) == []
    left(joined[1])
    assert common.invitations_to(other.actor("agency_head"), case(joined[1])) == []
