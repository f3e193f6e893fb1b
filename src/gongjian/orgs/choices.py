"""Closed lists of the app."""

from django.db import models


class UnitKind(models.TextChoices):
    """What a unit of an agency is for."""

    ENFORCEMENT = "enforcement", "执法机构"
    STATION = "station", "公安派出所"
    LEGAL = "legal", "法制机构"
    GENERAL = "general", "综合机构"


class CertificateKind(models.TextChoices):
    """The kinds of certificates with which people enforce or supervise."""

    ENFORCEMENT = "enforcement", "行政执法证"
    POLICE = "police", "人民警察证"
    SUPERVISION = "supervision", "行政执法监督证"


class Role(models.TextChoices):
    """The offices a person can hold. Rights stand in `rights.toml`, nowhere else."""

    HANDLER = "handler", "承办人"
    UNIT_HEAD = "unit_head", "机构负责人"
    LEGAL_REVIEWER = "legal_reviewer", "法制审核员"
    LEGAL_HEAD = "legal_head", "法制机构负责人"
    HEARING_HOST = "hearing_host", "听证主持人"
    AGENCY_HEAD = "agency_head", "机关负责人"
    DISCUSSION_MEMBER = "discussion_member", "集体讨论成员"
    PUBLISHER = "publisher", "公示员"
    PUBLICATION_CHECKER = "publication_checker", "公示复核人"
    FINANCE = "finance", "财务"
    INTAKE_CLERK = "intake_clerk", "受理员"
    ARCHIVIST = "archivist", "档案员"
    SUPERVISOR = "supervisor", "监督员"
    ADMIN_SYSTEM = "admin_system", "系统管理员"
    ADMIN_SECURITY = "admin_security", "安全管理员"
    ADMIN_AUDIT = "admin_audit", "审计管理员"


ADMINISTRATORS = frozenset({Role.ADMIN_SYSTEM, Role.ADMIN_SECURITY, Role.ADMIN_AUDIT})


# Offices in which a deputy may act for an absent holder. Who handles a case hands it over instead,
# as papers name the two officers who were there; a vote, a hearing and the three administrators'
# offices are bound to the person.
LENT = frozenset(
    {
        Role.UNIT_HEAD,
        Role.LEGAL_REVIEWER,
        Role.LEGAL_HEAD,
        Role.AGENCY_HEAD,
        Role.PUBLISHER,
        Role.PUBLICATION_CHECKER,
        Role.FINANCE,
        Role.INTAKE_CLERK,
        Role.ARCHIVIST,
        Role.SUPERVISOR,
    }
)


class ExamLevel(models.TextChoices):
    """Levels of the police examination (公安机关执法资格等级). Source: XM4.3.1; HN40."""

    NONE = "none", "无"
    BASIC = "basic", "基本级"
    INTERMEDIATE = "intermediate", "中级"
    ADVANCED = "advanced", "高级"


class TrainingKind(models.TextChoices):
    """Source: LF3.2(2); 国办发〔2018〕118号 （十一）."""

    REVIEWER = "reviewer", "法制审核培训"
    OFFICER = "officer", "执法培训"
