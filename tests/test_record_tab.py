"""The tab «存证»: what was written of one case, and its chain checked anew on the page."""

import json
from collections.abc import Callable

import pytest
from django.db import connection

from gongjian.cases import testing as story
from gongjian.cases.models import Evidence
from gongjian.cases.testing import Cast
from gongjian.common.db import triggers
from gongjian.ledger.audit import Audit
from gongjian.ledger.canonical import canonical
from gongjian.ledger.models import Checkpoint, Entry, Stream
from gongjian.ledger.sealing import seal
from gongjian.ledger.services import next_entry, write_entries
from gongjian.matters.models import Matter
from gongjian.workbench.recording import SHOWN
from gongjian.workbench.testing import signed_in, staffed_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def found(matter: Matter) -> list[str]:
    return [str(finding) for finding in Audit().run_stream(matter.stream_id)]


def page(cast: Cast, matter: Matter, query: str = "", role: str = "handler") -> str:
    answer = signed_in(cast, role).get(f"/staff/matters/{matter.uid}/?tab=record{query}")
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_every_act_is_listed_also_what_is_no_step_and_who_may_not_see_it_finds_nothing() -> None:
    cast = staffed_cast()
    matter = story.decided_case(cast)
    seal()
    cast.do(
        "handler",
        "remedies.register",
        matter,
        against=story.penalty_paper(matter),
        kind="review",
        applicant="party",
        applicant_name=matter.party_name,
        body="青川市人民政府",
        lodged_on=cast.today,
        claim="请求撤销。",
    )

    shown = page(cast, matter)

    assert "登记复议、诉讼" in shown
    assert "待写入" in shown
    newest = Entry.objects.filter(stream=matter.stream_id).order_by("-seq")[0]
    assert newest.leaf_hash.hex() in shown
    assert page(cast, matter, role="hearing_host") == "404"


def test_older_entries_stand_on_further_pages() -> None:
    cast = staffed_cast()
    matter = story.file_case(cast, story.open_case(cast))
    for number in range(SHOWN):
        cast.do(
            "handler",
            "cases.add_evidence",
            matter,
            kind="documentary",
            self_recorded="no",
            name=f"台账第{number}页",
            proves="数量",
            obtained_on=cast.today,
            obtained_from=matter.party_name,
        )
    first = Entry.objects.get(stream=matter.stream_id, seq=1)
    assert Entry.objects.filter(stream=matter.stream_id).count() > SHOWN

    shown = page(cast, matter)

    assert first.leaf_hash.hex() not in shown
    assert 'rel="next"' in shown


def test_a_whole_case_is_said_to_be_whole() -> None:
    cast = staffed_cast()
    matter = story.decided_case(cast)
    assert found(matter) == []
    seal()

    assert found(matter) == []
    assert "条存证记录全部相符" in page(cast, matter, "&check=1")


def _row(matter: Matter) -> None:
    sql("UPDATE matters_matter SET title = '改过的案由' WHERE id = %s", matter.pk)


def _gone(matter: Matter) -> None:
    piece = Evidence.objects.filter(case__matter=matter).values_list("pk", flat=True)[0]
    sql("DELETE FROM cases_evidence WHERE id = %s", piece)


def _payload(matter: Matter) -> None:
    sql(
        "UPDATE ledger_entry SET payload = 'x', leaf = 'y' WHERE stream_id = %s AND seq = 3",
        matter.stream_id,
    )


def _cut(matter: Matter) -> None:
    sql("UPDATE ledger_stream SET seq = seq + 1 WHERE id = %s", matter.stream_id)


def _tile(matter: Matter) -> None:
    sql("UPDATE ledger_tile SET data = %s WHERE level = 0", bytes(32 * 256))


def _checkpoint(matter: Matter) -> None:
    size = Checkpoint.objects.order_by("-size")[0].size
    sql("UPDATE ledger_checkpoint SET note = 'x' WHERE size = %s", size)


@pytest.mark.tampers
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_row, "内容与存证链中的最后记录不符"),
        (_gone, "数据库里已被删除"),
        (_payload, "存证条目已被改动"),
        (_cut, "链尾与最后一条存证不符"),
        (_tile, "与存证日志不符"),
        (_checkpoint, "检查点"),
    ],
    ids=lambda v: getattr(v, "__name__", ""),
)
def test_whoever_changed_something_behind_the_house_is_seen_on_the_page(
    damage: Callable[[Matter], None], said: str
) -> None:
    cast = staffed_cast()
    matter = story.decided_case(cast)
    seal()
    triggers.uninstall(connection)

    damage(matter)

    assert any(said in line for line in found(matter))
    assert said in page(cast, matter, "&check=1")


@pytest.mark.tampers
def test_one_case_is_not_blamed_for_what_was_done_to_another() -> None:
    cast = staffed_cast()
    harmed, other = story.decided_case(cast), story.open_case(cast)
    seal()
    triggers.uninstall(connection)

    _row(harmed)

    assert found(harmed)
    assert found(other) == []


@pytest.mark.tampers
def test_a_column_that_an_upgrade_added_blames_nobody_and_hides_nothing() -> None:
    cast = staffed_cast()
    matter = story.open_case(cast)
    newest = Entry.objects.filter(stream=matter.stream_id, payload__contains='"matters.matter"')
    lines = [json.loads(each) for each in newest.order_by("-seq")[0].lines[1:]]
    (line,) = [each for each in lines if each["t"] == "matters.matter"]
    del line["v"]["secret_since"]
    stream = Stream.objects.get(pk=matter.stream_id)
    head = newest[0].lines[0]
    write_entries([next_entry(stream, "2026-03-02T02:00:00.000000Z", [head, canonical(line)])])
    triggers.uninstall(connection)

    assert found(matter) == []
    assert list(Audit().run()) == []

    _row(matter)
    assert any("matters.matter" in each and "已被改动" in each for each in found(matter))
    assert any("matters.matter" in str(each) for each in Audit().run())


def test_a_stream_that_nobody_wrote_to_has_nothing_wrong() -> None:
    assert list(Audit().run_stream(Stream.objects.create(kind="test").pk)) == []
