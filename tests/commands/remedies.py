"""Valid commands of the acts on remedies."""

from collections.abc import Mapping
from typing import Any

from gongjian.remedies import services
from gongjian.remedies.contested import contested
from gongjian.remedies.queries import lists_to_undo, running, surcharges_in_force
from gongjian.remedies.services import corrections_issued

from .standing import NOBODY, Builder, Standing, fixed


def _paper(at: Standing) -> Any:
    found = contested(at.matter)
    return found[0].paper.uid if found else NOBODY


def _register(at: Standing) -> Any:
    return services.RegisterRemedy(
        against=_paper(at),
        kind="review",
        applicant="party",
        applicant_name="吴示例",
        body="青川市人民政府",
        lodged_on=at.clock.today(),
        claim="请求撤销处罚决定。",
    )


def _uid(at: Standing) -> Any:
    row = running(at.matter)
    return row.uid if row else NOBODY


def _answer(at: Standing) -> Any:
    today = at.clock.today()
    return services.AnswerRemedy(
        remedy=_uid(at), answer="accepted", answered_on=today, copy_on=today, simple=False
    )


def _pass_on(at: Standing) -> Any:
    return services.PassOn(remedy=_uid(at), passed_on=at.clock.today(), note="专人送达，签收。")


def _submit(at: Standing) -> Any:
    return services.SubmitAnswer(remedy=_uid(at))


def _stay(at: Standing) -> Any:
    return services.GrantStay(
        remedy=_uid(at), stayed_on=at.clock.today(), ground="停止执行通知书。"
    )


def _result(at: Standing) -> Any:
    return services.RecordResult(
        remedy=_uid(at),
        outcome="upheld",
        paper="青府复决〔2026〕1号",
        effective_on=at.clock.today(),
        note="维持。",
    )


def _return(at: Standing) -> Any:
    fallen = lists_to_undo(at.matter)
    return services.ReturnCollected(
        list=fallen[0].uid if fallen else NOBODY,
        returned_on=at.clock.today(),
        receiver="吴示例",
        proof="退还清单，领取人签收。",
    )


def _correction(at: Standing) -> Any:
    paper = corrections_issued(at.matter).first()
    return services.CorrectDecision(
        document=paper.uid if paper else NOBODY,
        kind="revoked",
        effective_on=at.clock.today(),
        reason="认定事实有误。",
    )


def _surcharge(at: Standing) -> Any:
    rows = surcharges_in_force(at.matter)
    return services.CorrectSurcharge(
        surcharge=rows[-1].document.uid if rows else NOBODY,
        kind="revoked",
        reason="日数计算有误。",
    )


COMMANDS: Mapping[str, Builder] = {
    "remedies.register": _register,
    "remedies.pass_on": _pass_on,
    "remedies.answer": _answer,
    "remedies.submit_answer": _submit,
    "remedies.grant_stay": _stay,
    "remedies.record_result": _result,
    "remedies.return_collected": _return,
    "remedies.correct_decision": _correction,
    "remedies.correct_surcharge": _surcharge,
    "remedies.open_remake": fixed("remedies.open_remake", opinion="重新办理。"),
}
