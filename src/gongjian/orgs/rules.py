"""Pure rules: paths in the agency tree, offices that exclude each other, validity."""

from collections.abc import Collection
from datetime import date
from decimal import ROUND_CEILING, Decimal

from .choices import ADMINISTRATORS, Role


def path_below(parent_path: str, code: str) -> str:
    """Return the path of an agency under its parent ("" at the top)."""
    return f"{parent_path or '/'}{code}/"


def lies_in(path: str, top: str) -> bool:
    """Tell whether an agency is the one at `top` or lies below it; an empty top holds none."""
    return bool(top) and path.startswith(top)


def offices_conflict(held: Collection[str], wanted: str) -> str:
    """Return why one person may not hold `wanted` beside what is held, or "".

    The three administrators are three persons, and none of them handles matters.

    Source: GB/T 22239-2019 8.1.5（系统管理、审计管理、安全管理）, 8.1.4.2 d)（最小权限与权限分离）.
    """
    others = {Role(role) for role in held} - {Role(wanted)}
    administrators = others & ADMINISTRATORS
    if wanted in ADMINISTRATORS and administrators:
        return "系统管理员、安全管理员、审计管理员须由三个人分别担任"
    if wanted in ADMINISTRATORS and others:
        return "管理员不得同时担任业务职务，请另指定一人，或先免去其业务职务"
    if administrators:
        return "此人是管理员，不得同时担任业务职务，请先免去其管理员职务"
    return ""


def certificate_in_force(
    *, valid_from: date, valid_to: date, suspended_on: date | None, on: date
) -> bool:
    """Tell whether a certificate may be shown on a day: first and last day included.

    Source: 行政处罚法 第五十五条; LAW.md «validity includes its last day».
    """
    return valid_from <= on <= valid_to and (suspended_on is None or on < suspended_on)


def reviewers_needed(officers: int, ratio: float, least: int) -> int:
    """Return how many reviewers an agency of so many officers should have, in whole persons.

    Source: 国办发〔2018〕118号 （十一）（原则上不少于5%）; KM2.3.1（不足1人的按1人）.
    """
    share = (Decimal(officers) * Decimal(str(ratio))).to_integral_value(rounding=ROUND_CEILING)
    return max(least, int(share))
