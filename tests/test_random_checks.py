"""Random checks: planned in public, drawn so that strangers can repeat it, results published."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from gongjian.cases.testing import Cast, make_cast
from gongjian.common.errors import DomainError, InvalidInput, NotFound, RuleBroken
from gongjian.exante.checks.models import CheckDraw, CheckTarget
from gongjian.exante.checks.planning import read_objects
from gongjian.exante.checks.queries import plans_for
from gongjian.exante.models import OpenList
from gongjian.exante.queries import owed_by
from gongjian.exante.tasks import keep_up
from gongjian.exante.testing import draw_check, objects_of, plan_check, publish_list
from gongjian.parties.testing import make_credit_code
from gongjian.workbench.testing import signed_in
from gongjian_verify.__main__ import main as verify

pytestmark = pytest.mark.django_db


def test_strangers_can_repeat_every_draw_and_a_void_one_stays(
    tmp_path: Path, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    cast = make_cast()
    plan = plan_check(cast)
    with pytest.raises(RuleBroken, match="还没有公布"):
        draw_check(cast, plan)
    publish_list(cast, "check-plans")
    first = draw_check(cast, plan)
    with pytest.raises(NotFound, match="已经抽取"):
        draw_check(cast, plan)
    assert first.targets.count() == 5
    assert cast_list(cast, "check-draws")["rows"] == []  # nobody is warned

    cast.do("agency_head", "exante.void_draw", draw=first.uid, reason="见证人未到场")
    with pytest.raises(RuleBroken, match="第 2 次抽取的承诺值还没有公布"):
        draw_check(cast, plan)
    publish_list(cast, "check-plans")
    second = draw_check(cast, plan, words="八千里路")
    seat = second.targets.first().seats.get(rank=1)  # type: ignore[union-attr]
    after = cast.do("unit_head", "exante.step_down", seat=seat.uid, reason="近亲属在该企业任职")
    assert (after.rank, after.target) == (3, seat.target)
    every = [check(cast, target) for target in second.targets.order_by("rank")]
    with pytest.raises(NotFound, match="没有可以作废"):
        cast.do("agency_head", "exante.void_draw", draw=second.uid, reason="不满意")

    keep_up(clock=cast.clock)
    owed = {one.kind: one for one in owed_by(cast.actor("publisher"))}
    assert owed["check-results"].noticed_on == every[0].checked_on
    assert "双随机" in owed["check-results"].rule
    assert 20 <= (owed["check-results"].due_on - every[0].checked_on).days <= 40
    for kind in ("check-draws", "check-results"):
        publish_list(cast, kind)
    assert owed_by(cast.actor("publisher")) == []

    files = {kind: saved(client, cast, kind, tmp_path) for kind in ("check-plans", "check-draws")}
    assert verify([str(files["check-draws"]), "--plans", str(files["check-plans"])]) == 0
    told = capsys.readouterr().out
    assert "2 次抽取都按公布的数重算过" in told
    assert "第 1 次（作废）：10 个对象中抽出 5 个" in told
    draws = json.loads(files["check-draws"].read_bytes())
    assert [row["cells"]["outcome"] for row in draws["rows"]] == ["作废：见证人未到场", "有效"]
    for said, cell in (("种子不符", "words"), ("抽中的对象不符", "objects"), ("次序", "officers")):
        forged = json.loads(json.dumps(draws))
        lines = forged["rows"][1]["cells"][cell].split("\n")
        forged["rows"][1]["cells"][cell] = (
            "\n".join([lines[1], lines[0], *lines[2:]]) if len(lines) > 1 else "另一个词"
        )
        if cell == "officers":
            code, one, *others = lines[0].split(" ")
            forged["rows"][1]["cells"][cell] = " ".join([code, *others, one])
        files["check-draws"].write_text(json.dumps(forged, ensure_ascii=False))
        assert verify([str(files["check-draws"]), "--plans", str(files["check-plans"])]) == 1
        assert said in capsys.readouterr().out
    page = client.get(f"/lists/{cast.agency.code}/check-results").content.decode()
    assert "发现问题已责令改正" in page
    assert "近亲属在该企业任职" not in page
    assert client.get(f"/lists/{cast.agency.code}/check-plans/2/1").status_code == 200


def test_only_who_was_drawn_records_and_sees_what_was_drawn() -> None:
    cast = make_cast()
    plan = plan_check(cast)
    publish_list(cast, "check-plans")
    draw = draw_check(cast, plan)
    target = draw.targets.order_by("rank")[0]
    seat = target.seats.filter(officer=cast.people["handler"], left_on=None).first()
    if seat is not None:
        cast.do("unit_head", "exante.step_down", seat=seat.uid, reason="回避")
    with pytest.raises(NotFound, match="没有被抽中"):
        cast.do("handler", "exante.record_check", target=target.uid, **found(cast))
    with pytest.raises(DomainError):
        draw_check(cast, plan)
    (seen,) = plans_for(cast.actor("unit_head"), 10)
    assert len(seen.draws.all()[0].targets.all()) == 5
    (seen,) = plans_for(cast.actor("handler"), 10)
    assert target not in seen.draws.all()[0].targets.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckDraw.objects.bulk_create(
            [CheckDraw(plan=plan, turn=2, drawn_by=draw.drawn_by, drawn_at=draw.drawn_at)]
        )


def test_pages_offer_to_each_what_is_theirs() -> None:
    cast = make_cast(accounts=True)
    plan = plan_check(cast)
    publish_list(cast, "check-plans")

    def shown(office: str) -> str:
        return signed_in(cast, office).get("/staff/checks/").content.decode()

    assert f"?plan={plan.uid}" in shown("unit_head")
    assert "待机构负责人抽取" in shown("handler")
    draw = draw_check(cast, plan)
    every = set(draw.targets.values_list("uid", flat=True))
    mine = {t.uid for t in draw.targets.all() if sits(cast, "handler", t)}
    page = shown("handler")
    assert {uid for uid in every if f"?target={uid}" in page} == mine
    assert signed_in(cast, "handler").get("/staff/acts/exante.record_check/").status_code == 200
    assert signed_in(cast, "finance").get("/staff/checks/").status_code == 403


def test_a_plan_takes_listed_items_valid_officers_and_clean_pools() -> None:
    cast = make_cast()
    plan = plan_check(cast)
    bad: tuple[tuple[dict[str, Any], str], ...] = (
        ({"each": 1}, "不能少于 2 人"),
        ({"officers": (cast.people["handler"].uid,)}, "须多于 2 人"),
        ({"to_on": plan.from_on - timedelta(days=1)}, "不能早于"),
        ({"objects": "91530100 甲公司"}, "第 1 行"),
    )
    for values, said in bad:
        with pytest.raises(InvalidInput, match=said):
            plan_check(cast, **values)
    cast.do("publisher", "exante.drop_item", item=plan.item.uid)
    with pytest.raises(NotFound, match="清单里没有这个事项"):
        cast.do(
            "unit_head",
            "exante.plan_check",
            name="再查",
            item=plan.item.uid,
            from_on=plan.from_on,
            to_on=plan.to_on,
            objects="\n".join(objects_of(3)),
            percent=50,
            officers=tuple(cast.people[o].uid for o in ("handler", "second", "unit_head")),
            each=2,
        )


def test_a_pool_is_read_line_by_line() -> None:
    code = make_credit_code()
    assert read_objects(f"\n{code.lower()}\t甲 公司 \n") == ([f"{code} 甲 公司"], {})
    assert "写了两次" in read_objects(f"{code} 甲\n{code} 乙")[1]["objects"]
    assert "没有名称" in read_objects(code)[1]["objects"]


def check(cast: Cast, target: CheckTarget) -> CheckTarget:
    office = next(office for office in cast.people if sits(cast, office, target))
    done: CheckTarget = cast.do(office, "exante.record_check", target=target.uid, **found(cast))
    return done


def sits(cast: Cast, office: str, target: CheckTarget) -> bool:
    return target.seats.filter(officer=cast.people[office], left_on=None).exists()


def found(cast: Cast) -> dict[str, Any]:
    return {"checked_on": cast.clock.today(), "result": "corrected", "note": "内部说明"}


def cast_list(cast: Cast, kind: str) -> dict[str, Any]:
    drawn: OpenList = cast.do("publisher", "exante.draft_list", kind=kind)
    cast.do("publication_checker", "exante.return_list", version=drawn.uid, reason="再等等")
    return dict(drawn.content)


def saved(client: Client, cast: Cast, kind: str, folder: Path) -> Path:
    newest = OpenList.objects.filter(kind=kind, state="published").order_by("-version")[0]
    path = folder / f"{kind}.json"
    path.write_bytes(client.get(f"/lists/{cast.agency.code}/{kind}/{newest.version}.json").content)
    return path
