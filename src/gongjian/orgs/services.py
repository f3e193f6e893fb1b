"""Acts on agencies, units, officers, certificates and offices."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import fields as fields_of
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from gongjian.accounts.models import User
from gongjian.accounts.services import end_sessions_without_factor
from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.common.events import publish
from gongjian.common.identifiers import unified_code
from gongjian.jurisdiction.profiles import profiles
from gongjian.ledger.services import open_stream

from . import passes, ports
from .choices import CertificateKind, Role, UnitKind
from .events import MayNoLongerEnforce
from .models import Agency, Assignment, Certificate, Officer, Unit
from .rules import lies_in, offices_conflict, path_below
from .second_factor import open_duties

M = TypeVar("M", bound=Model)


# --- agencies and units -------------------------------------------------------------------------


def _review_address() -> Any:
    return fields.line(
        "提交复议申请书的地址",
        max_length=200,
        required=False,
        help="当面或者邮寄提交的机构名称和地址，写入决定书的救济途径",
        source="行政复议法 第二十二条第二款",
    )


def _review_online() -> Any:
    return fields.line(
        "提交复议申请书的互联网渠道",
        max_length=200,
        required=False,
        help="复议机关指定的网址；没有登记的，决定书不得电子送达",
        source="行政复议法 第二十二条第二款",
    )


def _area() -> Any:
    return fields.line(
        "执法区域",
        max_length=200,
        required=False,
        help="列入公开的执法主体清单和执法人员名册",
        source="KM2.1.1(1)(2)",
    )


@dataclass(frozen=True)
class AddAgency:
    code: str = fields.line("机关代码", max_length=32, help="小写字母、数字和连字符，登记后不变")
    name: str = fields.line("机关名称", max_length=100)
    short_name: str = fields.line("机关代字", max_length=20, help="用于文号，例如“青环”")
    profile: str = fields.code("适用规则", of="orgs.profile", help="所在地方的规则；没有的选国家")
    domain: str = fields.code("执法领域", of="orgs.domain", help="决定可以选用的案由和适用的期限")
    address: str = fields.line("地址", max_length=200)
    phone: str = fields.line("电话", max_length=40)
    government_name: str = fields.line(
        "行政复议机关", max_length=100, source="行政复议法 第二十四条；写入决定书的救济途径"
    )
    court_name: str = fields.line(
        "管辖法院", max_length=100, source="行政诉讼法 第十八条；写入决定书的救济途径"
    )
    review_address: str = _review_address()
    review_online: str = _review_online()
    uscc: str = fields.line("统一社会信用代码", max_length=18, required=False)
    bank_name: str = fields.line("罚款代收银行", max_length=100, required=False)
    bank_account: str = fields.line("罚款专户账号", max_length=40, required=False)
    area: str = _area()
    parent: UUID | None = fields.ref("上级机关", of="orgs.agency", required=False)


@act("orgs.add_agency", title="登记执法机关", about="agency")
def add_agency(*, act: Act, cmd: AddAgency) -> Agency:
    """Enter an agency below another (or at the top of the tree).

    Raises:
        InvalidInput: the code is taken or malformed, no such domain or rules, or the credit code
            fails its checksum.
    """
    code = cmd.code.lower()
    if not code.replace("-", "").isascii() or not code.replace("-", "").isalnum():
        raise InvalidInput({"code": "“机关代码”只能用小写字母、数字和连字符"})
    if Agency.objects.filter(code=code).exists():
        raise InvalidInput({"code": f"机关代码“{code}”已被使用，请另选一个"})
    _check_listed(cmd)
    parent = _agency(act, cmd.parent) if cmd.parent else None
    if parent is None and act.actor.agency_path:
        raise InvalidInput({"parent": "请选择“上级机关”：新机关只能登记在您所在机关之下"})
    values = {f.name: getattr(cmd, f.name) for f in fields_of(cmd) if f.name != "parent"}
    values |= {"code": code, "uscc": _checked_code(cmd.uscc)}
    agency = Agency(
        stream=open_stream("agency"),
        parent=parent,
        path=path_below(parent.path if parent else "", code),
        **values,
    )
    act.write(agency, stream=agency.stream)
    return agency


def _check_listed(cmd: AddAgency) -> None:
    """Refuse what a page cannot send: a domain or a place whose rules do not exist."""
    lists = {
        "domain": ("执法领域", ports.agency_domains()),
        "profile": ("适用规则", {known.code: known.name for known in profiles()}),
    }
    wrong = {
        field: f"“{label}”没有“{getattr(cmd, field)}”，可以是：{_told(listed)}"
        for field, (label, listed) in lists.items()
        if getattr(cmd, field) not in listed
    }
    if wrong:
        raise InvalidInput(wrong)


def _told(listed: Mapping[str, str]) -> str:
    return "、".join(f"{name} {code}" for code, name in listed.items())


@dataclass(frozen=True)
class ChangeAgency:
    agency: UUID = fields.ref("执法机关", of="orgs.agency")
    name: str = fields.line("机关名称", max_length=100)
    short_name: str = fields.line("机关代字", max_length=20)
    address: str = fields.line("地址", max_length=200)
    phone: str = fields.line("电话", max_length=40)
    government_name: str = fields.line("行政复议机关", max_length=100)
    court_name: str = fields.line("管辖法院", max_length=100)
    review_address: str = _review_address()
    review_online: str = _review_online()
    uscc: str = fields.line("统一社会信用代码", max_length=18, required=False)
    bank_name: str = fields.line("罚款代收银行", max_length=100, required=False)
    bank_account: str = fields.line("罚款专户账号", max_length=40, required=False)
    area: str = _area()


@act("orgs.change_agency", title="变更执法机关信息", about="agency")
def change_agency(*, act: Act, cmd: ChangeAgency) -> Agency:
    """Change what may change of an agency; documents already issued keep what they said."""
    agency = _agency(act, cmd.agency)
    for field in fields_of(cmd):
        if field.name != "agency":
            setattr(agency, field.name, getattr(cmd, field.name))
    agency.uscc = _checked_code(cmd.uscc)
    act.write(agency, stream=agency.stream)
    passes.renew_agency(agency)
    return agency


@dataclass(frozen=True)
class AddUnit:
    agency: UUID = fields.ref("执法机关", of="orgs.agency")
    name: str = fields.line("机构名称", max_length=100)
    kind: str = fields.choice("机构类别", UnitKind.choices)


@act("orgs.add_unit", title="登记内设机构", about="agency")
def add_unit(*, act: Act, cmd: AddUnit) -> Unit:
    """Enter a unit of an agency.

    Raises:
        InvalidInput: the agency has a unit of this name.
    """
    agency = _agency(act, cmd.agency)
    if agency.units.filter(name=cmd.name).exists():
        raise InvalidInput({"name": f"“{agency.name}”已有名为“{cmd.name}”的机构"})
    unit = Unit(agency=agency, name=cmd.name, kind=cmd.kind)
    act.write(unit, stream=agency.stream)
    return unit


# --- officers -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class AddOfficer:
    unit: UUID = fields.ref("所在机构", of="orgs.unit")
    name: str = fields.line("姓名", max_length=100)
    post: str = fields.line("职务", max_length=100)
    user: UUID | None = fields.ref("登录账号", of="accounts.user", required=False)
    legal_qualification: str = fields.line(
        "法律职业资格证号",
        max_length=40,
        required=False,
        help="初次从事法制审核的人员须具有",
        source="行政处罚法 第五十八条第二款",
    )


@act("orgs.add_officer", title="登记执法人员", about="agency")
def add_officer(*, act: Act, cmd: AddOfficer) -> Officer:
    """Enter a person in the service of an agency.

    Raises:
        InvalidInput: the account belongs to another officer.
    """
    unit = _in_reach(act, Unit.objects.select_related("agency__stream"), cmd.unit, "内设机构")
    officer = Officer(
        agency=unit.agency,
        unit=unit,
        user=_free_account(cmd.user) if cmd.user else None,
        name=cmd.name,
        post=cmd.post,
        legal_qualification=cmd.legal_qualification,
    )
    act.write(officer, stream=unit.agency.stream)
    return officer


@dataclass(frozen=True)
class ChangeOfficer:
    officer: UUID = fields.ref("执法人员", of="orgs.officer")
    unit: UUID = fields.ref("所在机构", of="orgs.unit")
    name: str = fields.line("姓名", max_length=100)
    post: str = fields.line("职务", max_length=100)
    legal_qualification: str = fields.line("法律职业资格证号", max_length=40, required=False)


@act("orgs.change_officer", title="变更执法人员信息", about="agency")
def change_officer(*, act: Act, cmd: ChangeOfficer) -> Officer:
    """Change name, post or unit inside the same agency."""
    officer = officer_in_reach(act, cmd.officer)
    unit = officer.agency.units.filter(uid=cmd.unit).first()
    if unit is None:
        raise InvalidInput({"unit": "“所在机构”须是本机关的机构；调往其他机关请先办理离职再登记"})
    officer.unit, officer.name, officer.post = unit, cmd.name, cmd.post
    officer.legal_qualification = cmd.legal_qualification
    act.write(officer, stream=officer.agency.stream)
    passes.renew([officer])
    return officer


@dataclass(frozen=True)
class RemoveOfficer:
    officer: UUID = fields.ref("执法人员", of="orgs.officer")
    left_on: date = fields.day("离职日期", help="自这一天起不再履职")


@act("orgs.remove_officer", title="办理离职", about="agency", final=True)
def remove_officer(*, act: Act, cmd: RemoveOfficer) -> Officer:
    """End a person's service: every office ends, the account no longer speaks for the agency."""
    officer = officer_in_reach(act, cmd.officer)
    if officer.left_on is not None:
        raise RuleBroken(f"{officer.name}已于{officer.left_on}离职，无需重复办理")
    if held := ports.still_held(officer):
        raise RuleBroken(
            f"{officer.name}还有{held}件在办案件，请先由机构负责人或者机关负责人办理“整体移交”"
        )
    officer.left_on, officer.user = cmd.left_on, None
    ended = list(officer.assignments.filter(to_on=None))
    for assignment in ended:
        assignment.to_on = max(assignment.from_on, cmd.left_on)
    act.write(officer, *ended, stream=officer.agency.stream)
    passes.renew([officer])
    publish(act, MayNoLongerEnforce(officer))
    return officer


# --- certificates -------------------------------------------------------------------------------


@dataclass(frozen=True)
class IssueCertificate:
    officer: UUID = fields.ref("执法人员", of="orgs.officer")
    number: str = fields.line("证件号码", max_length=40)
    issuer: str = fields.line("发证机关", max_length=100)
    kind: str = fields.choice("证件种类", CertificateKind.choices)
    valid_from: date = fields.day("有效期起", future=True)
    valid_to: date = fields.day("有效期止", future=True, help="最后一天当日仍有效")


@act("orgs.issue_certificate", title="登记执法证件", about="agency")
def issue_certificate(*, act: Act, cmd: IssueCertificate) -> Certificate:
    """Enter an officer's certificate.

    Raises:
        InvalidInput: it ends before it begins, or the number exists.
    """
    officer = officer_in_reach(act, cmd.officer)
    if cmd.valid_to < cmd.valid_from:
        raise InvalidInput({"valid_to": "“有效期止”不能早于“有效期起”"})
    if Certificate.objects.filter(kind=cmd.kind, number=cmd.number).exists():
        raise InvalidInput({"number": f"证件号码“{cmd.number}”已经登记，请核对"})
    certificate = Certificate(
        officer=officer,
        number=cmd.number,
        issuer=cmd.issuer,
        kind=cmd.kind,
        valid_from=cmd.valid_from,
        valid_to=cmd.valid_to,
    )
    act.write(certificate, stream=officer.agency.stream)
    passes.renew([officer])
    return certificate


@dataclass(frozen=True)
class SuspendCertificate:
    certificate: UUID = fields.ref("执法证件", of="orgs.certificate")
    reason: str = fields.line("理由", max_length=200)


@act("orgs.suspend_certificate", title="暂扣执法证件", about="agency", final=True)
def suspend_certificate(*, act: Act, cmd: SuspendCertificate) -> Certificate:
    """Take a certificate out of use from today: its holder can act no more at once (P3)."""
    certificate = _certificate(act, cmd.certificate)
    if certificate.suspended_on is not None:
        raise RuleBroken(f"证件{certificate.number}已于{certificate.suspended_on}暂扣")
    certificate.suspended_on, certificate.suspension_reason = act.today, cmd.reason
    act.write(certificate, stream=certificate.officer.agency.stream)
    passes.renew([certificate.officer])
    publish(act, MayNoLongerEnforce(certificate.officer))
    return certificate


@dataclass(frozen=True)
class RestoreCertificate:
    certificate: UUID = fields.ref("执法证件", of="orgs.certificate")


@act("orgs.restore_certificate", title="恢复执法证件", about="agency")
def restore_certificate(*, act: Act, cmd: RestoreCertificate) -> Certificate:
    """Put a suspended certificate back into use."""
    certificate = _certificate(act, cmd.certificate)
    if certificate.suspended_on is None:
        raise RuleBroken(f"证件{certificate.number}没有被暂扣，无需恢复")
    certificate.suspended_on, certificate.suspension_reason = None, ""
    act.write(certificate, stream=certificate.officer.agency.stream)
    passes.renew([certificate.officer])
    return certificate


# --- offices ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AssignRole:
    officer: UUID = fields.ref("执法人员", of="orgs.officer")
    role: str = fields.choice("职务权限", Role.choices)
    from_on: date = fields.day("起始日期", future=True)


@act("orgs.assign_role", title="授予职务权限", about="agency", final=True)
def assign_role(*, act: Act, cmd: AssignRole) -> Assignment:
    """Give an office to an officer.

    Raises:
        RuleBroken: it is held already, excludes another one held, or would go to oneself.
    """
    officer = officer_in_reach(act, cmd.officer)
    _not_oneself(act, officer)
    if officer.left_on is not None:
        raise RuleBroken(f"{officer.name}已离职，不能授予职务权限")
    held = set(officer.assignments.filter(to_on=None).values_list("role", flat=True))
    if cmd.role in held:
        raise RuleBroken(f"{officer.name}已经是{Role(cmd.role).label}，无需重复授予")
    if why := offices_conflict(held, cmd.role):
        raise RuleBroken(f"不能授予{officer.name}“{Role(cmd.role).label}”：{why}")
    assignment = Assignment(officer=officer, role=cmd.role, from_on=cmd.from_on)
    act.write(assignment, stream=officer.agency.stream)
    if officer.user_id is not None and open_duties(officer.agency_id, cmd.role):
        end_sessions_without_factor([officer.user_id], act.now)
    return assignment


@dataclass(frozen=True)
class EndAssignment:
    officer: UUID = fields.ref("执法人员", of="orgs.officer")
    role: str = fields.choice("职务权限", Role.choices)


@act("orgs.end_assignment", title="收回职务权限", about="agency", final=True)
def end_assignment(*, act: Act, cmd: EndAssignment) -> Assignment:
    """Take an office back, from today."""
    officer = officer_in_reach(act, cmd.officer)
    _not_oneself(act, officer)
    assignment = officer.assignments.filter(role=cmd.role, to_on=None).first()
    if assignment is None:
        raise RuleBroken(f"{officer.name}现在不是{Role(cmd.role).label}，无需收回")
    assignment.to_on = max(act.today, assignment.from_on)
    act.write(assignment, stream=officer.agency.stream)
    return assignment


# --- finding rows within the actor's reach ------------------------------------------------------


def _agency(act: Act, uid: UUID) -> Agency:
    return _in_reach(act, Agency.objects.select_related("stream"), uid, "执法机关")


def officer_in_reach(act: Act, uid: UUID) -> Officer:
    """Return an officer of the actor's agency or one below it, locked.

    Raises:
        NotFound: absent or out of reach; the two are not told apart.
    """
    return _in_reach(act, Officer.objects.select_related("agency__stream"), uid, "执法人员")


def _certificate(act: Act, uid: UUID) -> Certificate:
    found = Certificate.objects.select_related("officer__agency__stream")
    return _in_reach(act, found, uid, "执法证件")


def _in_reach(act: Act, rows: QuerySet[M], uid: UUID, what: str) -> M:
    """Return a row of the actor's agency or one below it, locked.

    Raises:
        NotFound: absent or out of reach; the two are not told apart.
    """
    row = rows.filter(uid=uid).select_for_update(of=("self",)).first()
    if row is None or not _reaches(act, row):
        raise NotFound(f"没有这个{what}，或者不在您的管理范围内，请从列表中重新选择")
    return row


def _reaches(act: Act, row: Model) -> bool:
    if "system" in act.actor.roles:
        return True
    if isinstance(row, Certificate):
        row = row.officer
    agency = row.agency if isinstance(row, Unit | Officer) else row
    return isinstance(agency, Agency) and lies_in(agency.path, act.actor.agency_path)


def _not_oneself(act: Act, officer: Officer) -> None:
    if officer.pk == act.actor.officer:
        raise RuleBroken("不能给自己授予或收回职务权限，请由另一名安全管理员办理")


def _free_account(uid: UUID) -> User:
    user = User.objects.filter(uid=uid).first()
    if user is None:
        raise InvalidInput({"user": "没有这个账号，请从账号列表中重新选择"})
    if Officer.objects.filter(user=user).exists():
        raise InvalidInput({"user": f"账号“{user.username}”已属于另一名执法人员，一人一号"})
    return user


def _checked_code(typed: str) -> str:
    try:
        return unified_code(typed) if typed else ""
    except ValueError as error:
        raise InvalidInput({"uscc": str(error)}) from error
