"""What surrounds every act on a matter: version, procedure, steps, deadlines."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.common.acts import SYSTEM, services
from gongjian.common.data import data_folder
from gongjian.common.errors import DomainError, NotFound, RuleBroken, Stale
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Deadline, Matter, ProcessVersion, Step, Todo
from gongjian.matters.services import ActivateProcess, activate_process

pytestmark = pytest.mark.django_db
SHIPPED = (data_folder("processes") / "penalty-ordinary.toml").read_text(encoding="utf-8")


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_cast()


def test_a_process_that_fails_the_checker_is_not_put_in_force() -> None:
    unsafe = SHIPPED.replace('to = ["informed"]', 'to = ["to_decide"]')

    with pytest.raises(DomainError):
        activate_process(actor=SYSTEM, cmd=ActivateProcess(text=unsafe))

    assert not ProcessVersion.objects.exists()


def test_a_running_matter_keeps_the_version_it_began_under(cast: Cast) -> None:
    matter = story.open_case(cast)
    newer = SHIPPED.replace('version = "2026.1"', 'version = "2026.2"')
    activate_process(actor=SYSTEM, cmd=ActivateProcess(text=newer))

    later = story.open_case(cast)

    assert process_of(matter).version == "2026.1"
    assert process_of(later).version == "2026.2"
    in_force = ProcessVersion.objects.filter(code="penalty-ordinary", in_force=True)
    assert in_force.count() == 1


def test_the_same_text_is_not_activated_twice(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="已经登记"):
        activate_process(actor=SYSTEM, cmd=ActivateProcess(text=SHIPPED))


def test_each_step_is_kept_with_who_when_and_through_which_door(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))

    steps = list(Step.objects.filter(matter=matter).values_list("seq", "code", "door"))

    assert steps == [
        (0, "open", "test"),
        (1, "propose_filing", "test"),
        (2, "approve_filing", "test"),
    ]


def test_a_step_keeps_nothing_that_is_encrypted_elsewhere(cast: Cast) -> None:
    matter = story.open_case(cast, party=story.PERSON)

    kept = str(Step.objects.get(matter=matter).data)

    assert story.PERSON["party_name"] in kept
    for secret in ("id_number", "phone", "address"):
        assert story.PERSON.get(secret, "—") not in kept


def test_filing_starts_the_limit_that_the_profile_sets(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))

    limit = Deadline.objects.get(matter=matter, code="decision-limit")

    due = profile("dazhou").due("decision-limit", cast.today, "environment")
    assert (limit.due_on, limit.explanation) == (due.due_on, list(due.explanation))
    assert matter.due_on == limit.due_on


def test_the_statement_limit_runs_from_delivery_not_from_entry(cast: Cast) -> None:
    matter = story.investigate(cast, story.file_case(cast, story.open_case(cast)))
    cast.do("handler", "cases.inform_party", matter, contact="李示例")
    story.sign_papers(cast, matter)
    served = cast.today
    cast.wait(days=2)
    values = story.handed_over(cast) | {"served_on": served}
    cast.do("handler", "cases.deliver_notice", matter, **values)

    assert Deadline.objects.get(matter=matter, code="statement-limit").starts_on == served


def test_a_right_of_the_party_makes_nobody_late(cast: Cast) -> None:
    matter = story.investigate(cast, story.file_case(cast, story.open_case(cast)))
    story.inform(cast, matter)

    party = Deadline.objects.get(matter=matter, code="statement-limit")
    authority = Deadline.objects.get(matter=matter, code="decision-limit")

    assert party.due_on < authority.due_on == matter.due_on


def test_a_second_notice_starts_the_time_anew_once(cast: Cast) -> None:
    matter = story.investigate(cast, story.file_case(cast, story.open_case(cast)))
    story.inform(cast, matter)
    cast.wait(days=1)
    story.inform(cast, matter)

    states = list(matter.deadlines.filter(code="statement-limit").values_list("state", flat=True))

    assert sorted(states) == ["met", "open"]


def test_a_matter_that_has_moved_on_refuses_the_older_page(cast: Cast) -> None:
    matter = story.open_case(cast)

    with pytest.raises(Stale):
        cast.do(
            "handler",
            "cases.propose_filing",
            matter,
            expect_seq=99,
            facts="x",
            basis="y",
            opinion="z",
        )


def test_a_matter_nobody_knows_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        cast.do("handler", "cases.propose_filing", uuid4(), facts="x", basis="y", opinion="z")


def test_after_the_fork_the_case_waits_for_performance_and_for_publication(cast: Cast) -> None:
    matter = story.decided_case(cast)

    roles = set(Todo.objects.filter(matter=matter).values_list("role", flat=True))

    # Nobody else: the checker of publications waits for the publisher's draft.
    assert roles == {"handler", "publisher"}


def test_every_step_act_is_named_by_a_process() -> None:
    meant = {code for code, service in services().items() if service.step}

    story.activate()
    named: set[str] = set()
    for version in ProcessVersion.objects.all():
        named |= set(process_of(Matter(process=version)).acts())

    # An act that opens a matter takes its first steps itself; it is none on a matter.
    assert meant == {code for code in named if services()[code].step}


# --- the third lock: the database -------------------------------------------------------------


def refused_by_database(statement: str, *values: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_database_keeps_two_different_officers(cast: Cast) -> None:
    matter = story.open_case(cast)

    refused_by_database("UPDATE matters_matter SET second_id = lead_id WHERE id = %s", matter.pk)


def test_the_database_keeps_the_reviewer_off_his_own_case(cast: Cast) -> None:
    matter = story.open_case(cast)

    refused_by_database("UPDATE matters_matter SET reviewer_id = lead_id WHERE id = %s", matter.pk)


def test_the_database_files_no_case_with_one_officer(cast: Cast) -> None:
    matter = story.open_case(cast)

    refused_by_database(
        "UPDATE matters_matter SET second_id = NULL, filed_on = %s WHERE id = %s",
        cast.today,
        matter.pk,
    )


def test_a_deadline_met_has_its_date(cast: Cast) -> None:
    story.file_case(cast, story.open_case(cast))

    refused_by_database("UPDATE matters_deadline SET state = 'met'")
