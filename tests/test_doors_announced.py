"""A hearing is announced while it is ahead and open to all; each door past that is shut."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases import testing as story
from gongjian.cases.models import Hearing
from gongjian.cases.testing import Cast
from gongjian.cases.testing_beside import guardian
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.models import Document
from gongjian.matters.models import Matter

from .test_doors import copied
from .test_doors_beside import refused

pytestmark = [pytest.mark.django_db, pytest.mark.tampers, pytest.mark.usefixtures("home")]
KIND = "hearing-announcement"
CHILD = story.PERSON | {"id_number": "11010520100505001X"}


def asked(cast: Cast) -> Matter:
    matter = story.file_case(cast, story.open_case(cast))
    return story.ask_hearing(cast, story.inform(cast, story.investigate(cast, matter)))


def call(cast: Cast, matter: Matter, **values: Any) -> Hearing:
    given: dict[str, Any] = {
        "host": cast.people["hearing_host"].uid,
        "recorder": cast.people["publisher"].uid,
        "scheduled_at": cast.now + timedelta(days=20),
        "place": "三楼听证室",
    }
    called: Hearing = cast.do("hearing_host", "cases.call_hearing", matter, **(given | values))
    return called


def announce(cast: Cast, matter: Matter, **values: Any) -> Hearing:
    given: dict[str, Any] = {
        "attend_by": cast.today + timedelta(10),
        "attend_how": "可以电话报名，报满为止。",
    }
    done: Hearing = cast.do("hearing_host", "cases.announce_hearing", matter, **(given | values))
    return done


def test_an_open_hearing_is_announced_with_what_its_notice_says() -> None:
    cast = story.make_cast()
    matter = asked(cast)
    hearing = call(cast, matter)
    with pytest.raises(InvalidInput, match="早于听证之日"):
        announce(cast, matter, attend_by=hearing.scheduled_on)

    announced = announce(cast, matter).announcement

    assert announced is not None
    said = json.loads(announced.data)["fields"]
    notice = json.loads(hearing.notice.data)["fields"]
    assert announced.outward
    for field in ("party_name", "cause", "basis", "held_at", "place", "host", "contact"):
        assert said[field] == notice[field]
    with pytest.raises(RuleBroken, match="已经公告"):
        announce(cast, matter)

    cast.do("hearing_host", "cases.postpone_hearing", matter, reason="当事人申请延期。")
    again = call(cast, matter, scheduled_at=cast.now + timedelta(days=30))
    assert announce(cast, matter).pk == again.pk


def test_a_closed_hearing_is_never_announced() -> None:
    cast = story.make_cast()
    matter = asked(cast)
    paper = Document.objects.filter(matter=matter).order_by("id")[0]
    forged = copied(paper, kind=KIND, number="伪造〔2026〕1号", serial=901, token="a" * 22)
    assert refused(forged)  # nothing is called yet
    hearing = call(cast, matter, closed_to_public=True, closed_reason="涉及当事人的商业秘密")

    with pytest.raises(RuleBroken, match="不公开举行"):
        announce(cast, matter)
    assert refused(copied(forged, token="b" * 22))
    with pytest.raises(DatabaseError), transaction.atomic():
        Hearing.objects.filter(pk=hearing.pk).update(announcement=paper)


def test_a_hearing_whose_day_has_come_is_not_announced() -> None:
    cast = story.make_cast()
    matter = asked(cast)
    call(cast, matter)
    cast.wait(days=21)
    with pytest.raises(RuleBroken, match="日期已到"):
        announce(cast, matter)


def test_a_hearing_about_a_minor_is_not_announced() -> None:
    cast = story.make_cast()
    matter = story.file_case(cast, story.open_case(cast, party=CHILD))
    guardian(cast, matter)
    story.ask_hearing(cast, story.inform(cast, story.investigate(cast, matter)))
    call(cast, matter)
    with pytest.raises(RuleBroken, match="未满十八周岁"):
        announce(cast, matter)
