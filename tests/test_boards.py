"""The hall board: who is on duty at this moment, and a terminal that keeps nobody's case open."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from gongjian.cases.testing import Cast, make_cast
from gongjian.common import clock as clocks
from gongjian.common.acts import SYSTEM
from gongjian.common.errors import DomainError, InvalidInput, NotFound
from gongjian.exante.boards import on_duty
from gongjian.exante.models import Board
from gongjian.exante.testing import publish_list, state_items
from gongjian.orgs.services import SuspendCertificate, suspend_certificate
from gongjian.orgs.testing import make_officer
from gongjian.workbench.testing import signed_in

pytestmark = pytest.mark.django_db


def hang(cast: Cast) -> Board:
    cast.now = clocks.Clock().now()
    board: Board = cast.do(
        "publisher",
        "exante.set_board",
        name="一楼接警大厅",
        kind="police",
        notice="先拨打 110\n说清时间和地点",
    )
    return board


def plan(cast: Cast, board: Board, *offices: str, **values: Any) -> Any:
    people = tuple(
        {"officer": cast.people[office].uid, "desk": "接警台", "duties": f"接待{number}"}
        for number, office in enumerate(offices)
    )
    given: dict[str, Any] = {"from_on": cast.today, "to_on": cast.today, "people": people} | values
    return cast.do("publisher", "exante.plan_duty", board=board.uid, **given)


def test_the_board_shows_who_is_on_duty_at_this_moment_and_what_is_done_here(
    client: Client,
) -> None:
    cast = make_cast(domain="public-security", accounts=True)
    cast.people["agent"] = make_officer(cast.agency, name="便衣甲")
    state_items(cast)
    board = hang(cast)
    address = f"/board/{board.code}"
    assert "今天没有安排值班" in client.get(address).content.decode()
    publish_list(cast, "guides")
    publish_list(cast, "flowcharts")
    plan(cast, board, "publication_checker")
    plan(cast, board, "handler", "agent", "publisher")

    answer = client.get(address)
    told = answer.content.decode()
    handler, agent = cast.people["handler"], cast.people["agent"]
    paper = handler.certificates.get()
    assert answer["Cache-Control"] == "no-store"
    for said in (
        handler.name,
        handler.post,
        paper.number,
        "接待0",
        "便衣甲",
        "报警须知",
        "说清时间和地点",
        "排污许可证核发",
        "流程图",
        cast.agency.phone,
    ):
        assert said in told, said
    assert "style=" not in told
    assert "<script>" not in told
    assert [one.name for one in on_duty(board, cast.today + timedelta(days=1))] == []

    suspend_certificate(actor=SYSTEM, cmd=SuspendCertificate(certificate=paper.uid, reason="待查"))
    reason: dict[str, Any] = {"ground": "covert", "reason": "承担暗查任务"}
    cast.do("agency_head", "exante.withhold_officer", officer=agent.uid, **reason)
    told = client.get(address).content.decode()
    assert paper.number not in told
    assert "便衣甲" not in told
    with pytest.raises(InvalidInput, match="可以在公示屏上值班"):
        plan(cast, board, "handler")

    staff = signed_in(cast, "publisher")
    assert "打开公示屏" in staff.get("/staff/boards/").content.decode()
    assert board.name in client.get("/lists/").content.decode()
    assert signed_in(cast, "handler").get("/staff/boards/").status_code == 403
    cast.do("publisher", "exante.close_board", board=board.uid)
    assert client.get(address).status_code == 404
    with pytest.raises(NotFound):
        plan(cast, board, "publisher")


def test_a_roster_has_days_to_come_and_everyone_once() -> None:
    cast = make_cast()
    board = hang(cast)
    before = cast.today - timedelta(days=1)

    for wrong in (
        {"from_on": cast.today, "to_on": before},
        {"from_on": before, "to_on": before},
        {"to_on": cast.today + timedelta(days=31)},
    ):
        with pytest.raises(InvalidInput):
            plan(cast, board, "publisher", **wrong)
    with pytest.raises(InvalidInput, match="只能安排一次"):
        plan(cast, board, "publisher", "publisher")
    with pytest.raises(InvalidInput, match="另一种场所"):
        cast.do("publisher", "exante.set_board", name=board.name, kind="service", notice="取号")
    with pytest.raises(DomainError):
        cast.do("handler", "exante.set_board", name="屏", kind="service", notice="取号")
    again = cast.do("publisher", "exante.set_board", name=board.name, kind="police", notice="改")
    assert (again.pk, again.notice) == (board.pk, "改")


def test_a_terminal_ends_every_session_and_finds_back_to_its_board(client: Client) -> None:
    cast = make_cast(accounts=True)
    board = hang(cast)
    terminal = signed_in(cast, "handler")
    assert terminal.get("/staff/").status_code == 200
    assert "Refresh" not in terminal.get("/")

    shown = terminal.get(f"/board/{board.code}/kiosk")

    assert shown["Clear-Site-Data"] == '"storage"'
    assert terminal.get("/staff/").status_code == 302
    assert terminal.get("/my/enter")["Refresh"] == f"300; url=/board/{board.code}/kiosk"
    assert terminal.get("/")["Cache-Control"] == "no-store"
    assert "Refresh" not in terminal.get("/data/decisions.csv")
    terminal.get(f"/board/{board.code}")
    assert "Refresh" not in terminal.get("/")
    client.cookies["gongjian_kiosk"] = "x;url=//elsewhere"
    assert "Refresh" not in client.get("/")
