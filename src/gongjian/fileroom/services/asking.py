"""The party asks to read its file."""

from dataclasses import dataclass
from datetime import timedelta

from gongjian.cases.choices import AgentTask, FilingKind
from gongjian.cases.models import PartyFiling
from gongjian.cases.queries import case_of
from gongjian.cases.services.party import covered, receipt_for
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.fileroom.queries import requests_waiting
from gongjian.fileroom.rules import rules
from gongjian.matters.models import Matter
from gongjian.matters.services import renew_inbox


@dataclass(frozen=True)
class ApplyToRead:
    content: str = fields.text(
        "想查阅的材料和用途",
        max_length=2000,
        help="例如：拟处罚所依据的证据，用于陈述申辩",
    )


@act("fileroom.apply_to_read", title="申请查阅案卷", step=False)
def apply_to_read(*, act: Act, cmd: ApplyToRead) -> PartyFiling:
    """Take the party's request to read the file; what may be read a person of the house decides.

    Source: 行政处罚法 第四十四条、第四十五条、第六十四条第七项; rules.toml.
    """
    filing = receipt_for(act, FilingKind.READING, cmd.content)
    renew_inbox(act)
    return filing


@apply_to_read.requires
def _may_ask(actor: Actor, matter: Matter, clock: Clock) -> str:
    if case_of(matter).state_secret:
        return "案件涉及国家秘密或者工作秘密，不能在网上查阅案卷"
    if matter.filed_on is None:
        return "案件还没有立案，不能申请查阅案卷"
    if requests_waiting(matter).exists():
        return "您的上一份申请还没有答复，请等待答复"
    recent = PartyFiling.objects.filter(matter=matter, kind=FilingKind.READING)
    since = clock.today() - timedelta(days=30)
    if recent.filter(given_on__gt=since).count() >= rules().requests_in_30_days:
        return f"三十天以内最多申请{rules().requests_in_30_days}次，请以后再申请，或者联系承办人员"
    return covered(actor, AgentTask.STATE, clock)
