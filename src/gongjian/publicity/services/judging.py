"""Judging what the scan found in lists and reports, which belong to no matter."""

from dataclasses import dataclass

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import NotFound
from gongjian.common.events import publish
from gongjian.orgs.queries import agency_for_update
from gongjian.publicity.events import TextLeaks
from gongjian.publicity.leaks.kinds import LeakOutcome
from gongjian.publicity.leaks.reading import open_text_leaks
from gongjian.publicity.models import TextJudgement


@dataclass(frozen=True)
class JudgeTextLeak:
    finding: str = fields.ref("扫描发现", of="publicity.open_text_leak")
    outcome: str = fields.choice(
        "结论",
        (
            (LeakOutcome.LEAK.value, "确属泄露，含有它的版本立即不再展示，须更正后重新公布"),
            (LeakOutcome.HARMLESS.value, "不是泄露，可以公开"),
        ),
    )
    reason: str = fields.text("理由", max_length=500, help="只供内部查阅")


@act("publicity.judge_text_leak", title="核查清单和年报中的疑似泄露", about="leak", final=True)
def judge_text_leak(*, act: Act, cmd: JudgeTextLeak) -> TextJudgement:
    """Say what a find in a list or report is, for every version that holds it.

    Versions with a leak are shown no more from this moment; a harmless value is not asked of again
    in later versions of the same text.

    Raises:
        NotFound: nothing of that kind waits here.

    Source: 政府信息公开条例 第十五条; 个人信息保护法 第五十七条.
    """
    agency = agency_for_update(act.agency)
    same = [leak for leak in open_text_leaks(agency.pk) if leak.mark == cmd.finding]
    if not same:
        raise NotFound("没有待核查的这项发现，请刷新页面")
    one = same[0]
    row = TextJudgement(
        agency=agency,
        series=one.series,
        fingerprint=one.fingerprint,
        kind=one.kind,
        outcome=cmd.outcome,
        reason=cmd.reason,
        judged_by_id=act.officer,
        judged_on=act.today,
    )
    act.write(row, stream=agency.stream)
    for leak in same:
        leak.cleared_on = act.today
        leak.save(update_fields=["cleared_on"])
    if cmd.outcome == LeakOutcome.LEAK:
        publish(act, TextLeaks(agency, tuple(leak.place for leak in same)))
    return row
