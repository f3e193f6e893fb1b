"""The first of two persons proposes what is shown of a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from gongjian.cases.models import Decision
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.common.records import Record
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.publicity.attaching import carried_by, ready, told
from gongjian.publicity.choices import Choice, Finding, ReleaseState
from gongjian.publicity.errors import NotDelivered
from gongjian.publicity.gate import Standing, latest_release, standing_of
from gongjian.publicity.models import Attachment, Redaction, Release, ReleaseAttachment
from gongjian.publicity.papers import CHECKS
from gongjian.publicity.proposals import chosen_in, proposals, redactions, spared
from gongjian.publicity.rendition import SUMMARY_LENGTH, Rendition, render
from gongjian.publicity.rules import Verdict

FORM, FULL_TEXT = "publication.form", "redacted_full_text"
EXTENT = [("none", "不涉及"), ("part", "部分内容涉及"), ("main", "主要事实涉及")]
CHANGED_SINCE = "案件资料在拟定之后有更正，公示文本已不一致。请退回重拟"


@dataclass(frozen=True)
class RedactionChoice:
    item: str = fields.hidden()
    choice: str = fields.choice("处理", Choice.choices)


@dataclass(frozen=True)
class DraftRelease:
    summary: str = fields.line("摘要", max_length=SUMMARY_LENGTH, help="先由系统拟出，可以改写")
    content: str = fields.choice(CHECKS["content"], Finding.choices, source="DZ1(1); KM2.1")
    secrecy: str = fields.choice(
        CHECKS["secrecy"], Finding.choices, source="政府信息公开条例 第十四条"
    )
    rights: str = fields.choice(
        CHECKS["rights"], Finding.choices, source="政府信息公开条例 第十五条"
    )
    impact: str = fields.choice(
        CHECKS["impact"], Finding.choices, source="行政处罚法 第四十八条; KM2.1"
    )
    redactions: tuple[RedactionChoice, ...] = fields.rows(
        "逐处决定：可能识别个人的内容",
        of="publicity.proposal",
        required=False,
        help="系统只是提出建议。确属个人信息的确认隐去，不是的保留；没有逐处决定的，不能公示",
        source="政府信息公开条例 第十五条; HN12",
    )
    attachments: tuple[str, ...] = fields.code(
        "随附公开的附件",
        of="publicity.ready_attachment",
        many=True,
        required=False,
        help="先选取附件、确认遮盖，公开稿制成以后可以在这里勾选",
    )
    also_hide: str = fields.text(
        "还需隐去的文字", max_length=2000, required=False, help="一行一处，照录原文"
    )
    note: str = fields.text(
        "说明", max_length=1000, required=False, help="选“有问题，已处理”的，写明怎样处理"
    )
    trade_secret: str = fields.choice("商业秘密", EXTENT, required=False)
    privacy: str = fields.choice("个人隐私", EXTENT, required=False)
    minor: bool = fields.check("当事人行为时或者现在不满十八周岁，或者内容涉及未成年人")
    state_secret: bool = fields.check("涉及国家秘密或者工作秘密")
    endangers: bool = fields.check("公开会危及国家安全、公共安全、经济安全或者社会稳定")


@act("publicity.draft_release", title="拟定公示内容")
def draft_release(*, act: Act, cmd: DraftRelease) -> Release:
    """Draw the public text of the decision and state what was found on reading it.

    When a finding closes the record, the round carries the clause and cannot be published.

    Raises:
        NotDelivered: the decision has not reached the party.
        InvalidInput: a problem was found and not said how it was dealt with; a proposal to hide
            something was left undecided.

    Source: 行政处罚法 第四十八条; 国办发〔2018〕118号 二（六）; DZ1(1).
    """
    release, rows = drawn_release(act, cmd)
    act.write(release)
    act.write_new(rows)
    return release


def drawn_release(act: Act, cmd: DraftRelease) -> tuple[Release, list[Record]]:
    """Return a new round, with what was decided about each proposal and which attachments go along.

    Nothing is saved yet.
    """
    if Finding.HANDLED in {cmd.content, cmd.secrecy, cmd.rights, cmd.impact} and not cmd.note:
        raise InvalidInput({"note": "有审查项标为“有问题，已处理”，请在说明中写明怎样处理"})
    findings = asdict(cmd)
    stands = standing(act.matter, act.today, findings)
    if stands.delivered_on is None:
        raise NotDelivered("决定书还没有送达当事人，不能公示。请先送达")
    release = new_round(act, stands, findings)
    rows: list[Redaction] = []
    carried: list[ReleaseAttachment] = []
    if not stands.verdict.withheld:
        _all_decided(cmd, stands.decision)
        kept = spared(findings["redactions"])
        drawn = render(stands.decision, hide_lines(cmd.also_hide), cmd.summary, kept)
        chosen = _chosen(cmd, stands.decision)
        _whole_paper(act, chosen, stands.decision)
        release.summary, release.hidden = drawn.summary, drawn.hidden
        release.data = _with_attachments(drawn.data, chosen)
        rows = redactions(stands.decision, findings["redactions"])
        carried = [ReleaseAttachment(attachment=a, number=n) for n, a in enumerate(chosen, 1)]
    release.drafted_by_id = act.actor.officer
    for row in rows:
        row.release, row.chosen_by_id = release, act.officer
    for joined in carried:
        joined.release = release
    return release, [*rows, *carried]


def _chosen(cmd: DraftRelease, decision: Decision) -> list[Attachment]:
    """Return the public copies that were ticked, in the order in which they were made."""
    if not cmd.attachments:
        return []
    known = {str(one.uid): one for one in ready(decision)}
    if set(cmd.attachments) - set(known):
        raise InvalidInput(
            {"attachments": "有的附件不能随附：公开稿没有制成，或者案件资料已有更正"}
        )
    return [one for uid, one in known.items() if uid in cmd.attachments]


def _whole_paper(act: Act, chosen: Sequence[Attachment], decision: Decision) -> None:
    """Ask that the decision itself goes along, redacted, where the place publishes it whole.

    Source: XM4.1.4.
    """
    rule = profile(act.matter.profile).parameter(FORM, act.matter.domain, on=act.today)
    files = [one.document_file or one.scan for one in chosen]
    papers = {file.document_id for file in files if file}
    if rule.choice == FULL_TEXT and decision.document_id not in papers:
        raise InvalidInput(
            {
                "attachments": f"当地公开的是{rule.value_zh}（{rule.citation}）。请先在“公示”中选取"
                "处罚决定书为附件，确认遮盖，制成公开稿以后在这里勾选"
            }
        )


def _with_attachments(data: dict[str, Any], chosen: Sequence[Attachment]) -> dict[str, Any]:
    """Return the public text with its attachments named, so that the one vouches for the other."""
    return {**data, "attachments": told(chosen)} if chosen else data


def _all_decided(cmd: DraftRelease, decision: Decision) -> None:
    """Refuse a draft in which a proposal is left open, or something not proposed is decided."""
    asked, said = [p.code for p in proposals(decision)], [c.item for c in cmd.redactions]
    if open_ := set(asked) - set(said):
        why = f"还有{len(open_)}处可能识别个人的内容没有决定，请逐处确认隐去或者保留"
        raise InvalidInput({"redactions": why})
    if len(said) > len(asked):
        raise InvalidInput({"redactions": "案件资料有更正，建议隐去的内容已经变化。请刷新页面"})


@draft_release.parts_ways
def open_to_public(actor: Actor, matter: Matter, clock: Clock) -> str:
    stands = standing_of(matter, clock.today())
    return closed_words(stands.verdict) if stands and stands.verdict.withheld else ""


@draft_release.prefilled
def system_summary(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    stands = standing_of(matter, matter.decided_on or date.max)
    return {"summary": render(stands.decision).summary} if stands else {}


def hide_lines(typed: str) -> list[str]:
    """Return what a person wants hidden, one per line; single characters would hide half a text."""
    return [line.strip() for line in typed.splitlines() if len(line.strip()) > 1]


def standing(matter: Matter, today: date, findings: Mapping[str, Any] | None) -> Standing:
    """Return where a matter stands before the gate.

    Raises:
        RuleBroken: no decision has been made yet.
    """
    stands = standing_of(matter, today, findings)
    if stands is None:
        raise RuleBroken("还没有作出处罚决定，不能公示")
    return stands


def closed_words(verdict: Verdict) -> str:
    """Say that the law keeps a decision from the public, with the clause."""
    return f"本决定依法不予公开：{verdict.reason}（{verdict.clause}）"


def new_round(act: Act, stands: Standing, findings: Mapping[str, Any]) -> Release:
    """Return the next round of a decision; not saved yet."""
    last = latest_release(stands.decision)
    return Release(
        decision=stands.decision,
        round=last.round + 1 if last else 1,
        state=ReleaseState.DRAFTED,
        drafted_at=act.now,
        verdict=stands.verdict.answer,
        clause=stands.verdict.clause,
        gate_version=stands.verdict.version,
        findings=dict(findings),
        sealed=stands.sealed,
        minor=bool(stands.facts["minor"]),
        secret=bool(stands.facts["state_secret"]),
        delivered_on=stands.delivered_on,
    )


def redrawn(decision: Decision, release: Release) -> Rendition:
    """Draw the text of a round again, from the file as it is now."""
    also_hide = hide_lines(release.findings.get("also_hide", ""))
    drawn = render(decision, also_hide, release.findings["summary"], spared(chosen_in(release)))
    carried = [joined.attachment for joined in carried_by(release)]
    return replace(drawn, data=_with_attachments(drawn.data, carried))
