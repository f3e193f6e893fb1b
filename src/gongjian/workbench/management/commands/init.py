"""`gongjian init`: keys, the agency and its three administrators, once per installation."""

import getpass
import os
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from gongjian.accounts.services import OpenAccount, open_account
from gongjian.common import clock as clocks
from gongjian.common import crypto
from gongjian.common.acts import SYSTEM
from gongjian.common.data import data_folder
from gongjian.common.db import roles
from gongjian.common.errors import DomainError
from gongjian.documents.backends import make_authority
from gongjian.ledger import keys
from gongjian.matters.services import ActivateProcess, activate_process
from gongjian.orgs.choices import Role, UnitKind
from gongjian.orgs.models import Agency, Unit
from gongjian.orgs.services import (
    AddAgency,
    AddOfficer,
    AddUnit,
    AssignRole,
    add_agency,
    add_officer,
    add_unit,
    assign_role,
)

from .new_password import new_password
from .serve import unapplied

ASKED = {
    "code": "机关代码（小写字母、数字）",
    "name": "机关名称",
    "short_name": "机关代字，例如 青环",
    "profile": "适用规则，例如 national",
    "domain": "执法领域：environment（生态环境）、market（市场监管）、public-security（公安）",
    "address": "地址",
    "phone": "电话",
    "government_name": "行政复议机关",
    "court_name": "管辖法院",
}
CHOSEN = {
    "GONGJIAN_HOSTS": "允许访问的域名，例如 zf.example.gov.cn",
    "GONGJIAN_PUBLIC_URL": "公众门户的网址，印在每份文书的二维码里，例如 https://zf.example.gov.cn",
    "GONGJIAN_LOG_ORIGIN": "存证日志的名称，写在每个检查点里，例如 zf.example.gov.cn/log",
}
OFFICES = {
    "system": Role.ADMIN_SYSTEM,
    "security": Role.ADMIN_SECURITY,
    "audit": Role.ADMIN_AUDIT,
}


class Command(BaseCommand):
    help = "Make the keys, enter the agency, open three administrators' accounts (three persons)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, label in ASKED.items():
            parser.add_argument(f"--{name.replace('_', '-')}", help=label)
        for office in OFFICES:
            parser.add_argument(f"--{office}-admin", metavar="USERNAME:姓名")
        parser.add_argument("--no-input", action="store_true", help="ask nothing")

    def handle(self, *args: Any, no_input: bool, **given: Any) -> None:
        _ask_for_settings()
        if unapplied():
            raise CommandError("数据库还没有建好：请先运行 gongjian migrate，再运行 gongjian init")
        crypto.ensure_keys()
        keys.ensure_keys()
        make_authority()
        self.stdout.write(f"密钥在 {crypto.key_folder()}，请立即离线备份；丢失后加密内容无法恢复")
        self._make_roles()
        if Agency.objects.exists():
            raise CommandError("本系统已经初始化，机关和人员请在工作台中维护")
        values = {n: self._ask(given[n], label, no_input) for n, label in ASKED.items()}
        people = {
            o: self._ask(given[f"{o}_admin"], f"{r.label}（用户名:姓名）", no_input)
            for o, r in OFFICES.items()
        }
        passwords = {o: self._password(OFFICES[o], no_input) for o in OFFICES}
        try:
            with transaction.atomic():
                _enter(values, people, passwords)
        except DomainError as error:
            raise CommandError(error.message) from error
        if no_input:
            within = f"{settings.GONGJIAN_FIRST_PASSWORD_DAYS}天内首次登录并更换"
            for office, password in passwords.items():
                self.stdout.write(f"{people[office]} 的初始密码：{password}（{within}）")
        self.stdout.write("初始化完成，请运行 gongjian serve")

    def _make_roles(self) -> None:
        """Make the PostgreSQL roles, or say what the database's administrator has to run."""
        if connection.vendor != "postgresql":
            return
        try:
            made = roles.make_roles(connection)
        except roles.NotByThisUser as error:
            told = "\n".join(f"  {statement};" for statement in error.statements)
            raise CommandError(
                f"数据库用户不能创建角色，请数据库管理员先执行：\n{told}\n"
                "然后重新运行 gongjian init"
            ) from error
        if not made:
            self.stdout.write(
                "未设置 GONGJIAN_APP_ROLE、GONGJIAN_PORTAL_ROLE：应用将以数据库所有者的身份运行，"
                "数据库不能阻止它删除触发器。生产环境请设置后重新运行"
            )
        for name in made:
            self.stdout.write(f"数据库角色 {name} 已就绪")

    def _ask(self, given: str | None, label: str, no_input: bool) -> str:
        if given or no_input:
            if not given:
                raise CommandError(f"缺少“{label}”")
            return given
        try:
            return input(f"{label}：").strip()
        except EOFError as error:
            told = "用各个选项写明，并加上 --no-input（gongjian init --help）"
            raise CommandError(
                f"没有可以输入“{label}”的终端：请在终端中运行，或者{told}"
            ) from error

    def _password(self, role: Role, no_input: bool) -> str:
        if no_input:
            return new_password()
        return getpass.getpass(f"{role.label}的初始密码（至少12位）：")


def _ask_for_settings() -> None:
    """Refuse to begin where what stands for ever in papers and log was not chosen.

    Raises:
        CommandError: in production an address or the log's name is not set.
    """
    lacking = [f"{n}（{told}）" for n, told in CHOSEN.items() if not os.environ.get(n)]
    if lacking and settings.GONGJIAN_MODE == "production":
        raise CommandError("请先设置：" + "；".join(lacking) + "。以后不能随意更改")


def _enter(values: dict[str, Any], people: dict[str, str], passwords: dict[str, str]) -> None:
    """Enter everything or nothing."""
    for path in sorted(data_folder("processes").glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        activate_process(actor=SYSTEM, cmd=ActivateProcess(text=text))
    agency = add_agency(actor=SYSTEM, cmd=AddAgency(**values))
    add = AddUnit(agency=agency.uid, name="信息化管理机构", kind=UnitKind.GENERAL)
    unit = add_unit(actor=SYSTEM, cmd=add)
    today = clocks.current().today()
    for office, role in OFFICES.items():
        _administrator(unit, people[office], passwords[office], role, today)


def _administrator(unit: Unit, person: str, password: str, role: Role, today: date) -> None:
    username, _, name = person.partition(":")
    user = open_account(
        actor=SYSTEM, cmd=OpenAccount(username=username, name=name or username, new=password)
    )
    add = AddOfficer(unit=unit.uid, name=name or username, post=role.label, user=user.uid)
    officer = add_officer(actor=SYSTEM, cmd=add)
    assign_role(actor=SYSTEM, cmd=AssignRole(officer=officer.uid, role=role, from_on=today))
