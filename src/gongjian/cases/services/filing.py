"""From the clue to the filed case (立案)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.cases import papers
from gongjian.cases.citing import only_law_in_force
from gongjian.cases.models import Case
from gongjian.cases.public_order.rules import OF_ITS_OWN, of_public_order
from gongjian.cases.queries import case_of, found_on_scene
from gongjian.cases.weighing import cause_of
from gongjian.catalog.citing import cited
from gongjian.catalog.definitions import Cause
from gongjian.catalog.queries import cause_on, domains_of
from gongjian.common import clock as clocks
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.errors import InvalidInput
from gongjian.documents.services import make
from gongjian.intake.models import Clue
from gongjian.intake.services import link_matter, lock_open_clue
from gongjian.matters.models import Matter
from gongjian.matters.services import open_matter, process_in_force
from gongjian.orgs.models import Agency
from gongjian.orgs.review_register import body_named
from gongjian.parties.choices import PartyKind
from gongjian.parties.services import register

from . import naming_party
from .beside import note_minor
from .entering import mark_at_entry
from .informant import owe_telling
from .limitation import ART_36, ENDED_ON, GOES_ON, HARM, act_end
from .naming_party import PARTY_FIELDS, party_of
from .people import certified, fellow_officer, no_handler

ORDINARY = "penalty-ordinary"
# 治安管理处罚法 has a procedure of its own, and its limits are those of a domain of their own.
PUBLIC_ORDER = "public-order"
NOT_OF_POLICE = "违反治安管理的行为由公安机关处罚，本机关不办理治安案件，请取消勾选或者移送"


@dataclass(frozen=True, kw_only=True)
class OpenCase:
    clue: UUID = fields.ref("线索", of="intake.clue")
    cause_code: str = fields.code(
        "目录案由",
        of="catalog.cause",
        required=False,
        help="输入几个字查找；选用以后，条款、裁量基准和证据指引随案提供",
    )
    cause: str = fields.line(
        "案由",
        required=False,
        help="涉嫌违反的规定，例如：涉嫌未批先建。选用目录案由的可以留空；目录没有的，在此写明",
    )
    party_kind: str = fields.choice("当事人类型", PartyKind.choices)
    party_name: str = fields.line("当事人名称或者姓名")
    second: UUID = fields.ref("协办人", of="orgs.certified_officer", help="与主办人不是同一人")
    uscc: str = naming_party.uscc()
    legal_representative: str = naming_party.representative()
    id_number: str = naming_party.id_number()
    address: str = fields.line("住所（住址）", required=False, secret=True)
    phone: str = fields.line("联系电话", max_length=30, required=False, secret=True)
    act_ended_on: date | None = fields.day(
        "违法行为终了之日", required=False, help=ENDED_ON, source=ART_36
    )
    act_goes_on: bool = fields.check("违法行为仍在继续", help=GOES_ON, source=ART_36)
    serious_harm: bool = fields.check(
        "涉及公民生命健康安全、金融安全且有危害后果", help=HARM, source=ART_36
    )
    serious_ground: str = fields.text("适用五年追责时效的理由", max_length=1000, required=False)
    public_order: bool = fields.check(
        "属于违反治安管理的行为", help="治安案件的记录依法封存，不公示"
    )
    state_secret: bool = fields.check(
        "涉及工作秘密",
        help="不公示，也不进入查询。涉及国家秘密的案件不在本系统办理，只按编号登记",
        source="保守国家秘密法 第六十四条",
    )


@act("cases.open_case", title="由线索建立案件", about="clue")
def open_case(*, act: Act, cmd: OpenCase) -> Matter:
    """Open a case from a clue, with two officers and the party; it then waits to be filed.

    The limit for the filing counts from when the clue was found or received.

    Raises:
        RuleBroken: the clue has become a case already; the party's codes are wrong.
        InvalidInput: the end of the act is not stated (`limitation.act_end`).
        SameOfficer, CertificateInvalid: see `fellow_officer`.

    Source: 行政处罚法 第三十六条、第四十二条、第五十四条.
    """
    return case_from_clue(act, lock_open_clue(act, cmd.clue), cmd)


def case_from_clue(act: Act, clue: Clue, cmd: OpenCase) -> Matter:
    """Open the case of a clue inside a running act.

    Raises:
        SameOfficer, CertificateInvalid: see `fellow_officer`.
    """
    cause, name = _cause(act, cmd, clue.agency)
    sealed = cmd.public_order or (cause is not None and cause.domain == PUBLIC_ORDER)
    if sealed:
        by_police(clue.agency)
    second = fellow_officer(cmd.second, beside=act.officer, agency=act.agency, on=act.today)
    party = register(act, party_of(cmd), names=PARTY_FIELDS)
    matter = Matter(
        kind="penalty",
        title=name,
        party_name=party.name,
        agency=clue.agency,
        unit=clue.unit,
        lead_id=act.officer,
        second=second,
        profile=clue.agency.profile,
        domain=PUBLIC_ORDER if sealed else clue.agency.domain,
        process=process_in_force(PUBLIC_ORDER if sealed else ORDINARY),
    )
    stated = act_end(matter, cmd)
    open_matter(act, matter, since=clue.found_on)
    case = Case(
        matter=matter,
        party=party,
        cause=name,
        cause_code=cause.code if cause else "",
        source=clue.source,
        public_order=sealed,
        state_secret=cmd.state_secret,
    )
    act.write(stated.put_on(case))
    note_minor(act, case)
    link_matter(act, clue, matter)
    return matter


def by_police(agency: Agency) -> None:
    """Ask that the agency is of the police: nobody else's cases are sealed.

    Raises:
        InvalidInput: another agency handles no 治安 cases.

    Source: 治安管理处罚法 第三条、第一百零九条、第一百三十六条.
    """
    if PUBLIC_ORDER not in domains_of(agency.domain):
        raise InvalidInput({"public_order": NOT_OF_POLICE})


open_case.requires(certified)
open_case.requires(body_named)


def _cause(act: Act, cmd: OpenCase, agency: Agency) -> tuple[Cause | None, str]:
    """Return the cause of the catalogue, if one is named, and what the case is called.

    Raises:
        InvalidInput: neither is named, or the catalogue has no such cause for this agency on the
            day the act ended.

    Source: 行政处罚法 第三十七条.
    """
    if not cmd.cause_code:
        if not cmd.cause:
            raise InvalidInput({"cause": "请选用目录案由，或者写明案由"})
        return None, cmd.cause
    day = min(cmd.act_ended_on or act.today, act.today)
    cause = cause_on(cmd.cause_code, day, agency.profile)
    if cause is None or cause.domain not in domains_of(agency.domain):
        text = "目录中没有本机关可以适用的这项案由，或者目录没有违法行为终了时的规定，请重新选择"
        raise InvalidInput({"cause_code": text})
    return cause, cmd.cause or f"涉嫌{cause.name}"


@dataclass(frozen=True)
class ProposeFiling:
    facts: str = fields.text(
        "案件来源及初步查明的情况", help="写明时间、地点、对象和涉嫌违法的事实"
    )
    basis: str = fields.line(
        "涉嫌违反的条款",
        max_length=500,
        help="写法律、法规、规章全称和条、款、项，引用行为终了时有效的规定",
    )
    opinion: str = fields.text(
        "承办人意见",
        max_length=1000,
        help="写是否属于本机关管辖、在追究时效以内、符合立案标准，建议立案或者不立案的理由",
    )


@act("cases.propose_filing", title="呈请立案")
def propose_filing(*, act: Act, cmd: ProposeFiling) -> Matter:
    """Ask the head of the agency to file the case.

    Raises:
        InvalidInput: a law is cited that was not in force when the act ended.

    Source: 行政处罚法 第五十四条第二款.
    """
    matter: Matter = act.matter
    only_law_in_force(act.today, case_of(matter).act_ended_on, basis=cmd.basis)
    if of_public_order(cmd.basis):
        raise InvalidInput({"basis": OF_ITS_OWN})
    return matter


propose_filing.requires(certified)


@propose_filing.prefilled
def _known(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    clue = Clue.objects.filter(matter=matter).first()
    scene = found_on_scene(matter)
    cause = cause_of(case_of(matter), clocks.current().today())
    violated = cited(a for a in cause.articles if a.role == "violated") if cause else ""
    basis = violated or scene.get("violated", "")
    return {"facts": clue.content if clue else "", "basis": basis}


@dataclass(frozen=True)
class ApproveFiling:
    opinion: str = fields.text("审批意见", max_length=1000)


@act("cases.approve_filing", title="批准立案")
def approve_filing(*, act: Act, cmd: ApproveFiling) -> Matter:
    """File the case on the form 立案审批表: the limit for the decision runs from today.

    Source: 行政处罚法 第三十六条、第五十四条第二款、第六十条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    make(act, "filing-approval", papers.filing_approval(act, case, cmd.opinion))
    matter.filed_on = case.filed_on = act.today
    act.write(case)
    mark_at_entry(act, case)
    owe_telling(act)
    return matter


approve_filing.requires(no_handler)


@dataclass(frozen=True)
class RefuseFiling:
    reason: str = fields.text("不予立案的理由", max_length=1000)


@act("cases.refuse_filing", title="不予立案", final=True)
def refuse_filing(*, act: Act, cmd: RefuseFiling) -> Matter:
    """End the matter without filing it, on the form 立案审批表; who reported it by name is told."""
    matter: Matter = act.matter
    opinion = f"不予立案。{cmd.reason}"
    make(act, "filing-approval", papers.filing_approval(act, case_of(matter), opinion))
    owe_telling(act)
    return matter


refuse_filing.requires(no_handler)


@dataclass(frozen=True)
class ExtendFilingLimit:
    reason: str = fields.text("延长的理由", max_length=1000)


@act("cases.extend_filing_limit", title="批准延长立案审查期限", final=True)
def extend_filing_limit(*, act: Act, cmd: ExtendFilingLimit) -> Matter:
    """Lengthen the limit for the filing, once, where the rules of the field allow it.

    Source: 市场监督管理行政处罚程序规定; filing-extension of the profile.
    """
    matter: Matter = act.matter
    return matter


extend_filing_limit.requires(no_handler)
