"""A row for the credit platform, drawn from the rendition and nothing behind it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from gongjian.cases.choices import PenaltyKind
from gongjian.jurisdiction.errors import UnknownParameter
from gongjian.jurisdiction.limits import add_months
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.tables import table
from gongjian.orgs.models import Agency
from gongjian.publicity.models import PublicItem

from .fields import Format

CLASSES = ("none", "minor", "general", "serious")
MONTHS = {"minor": "credit.minor_max", "general": "credit.general_max"}
MONTHS |= {"serious": "credit.serious_max"}
# 万元 in fen: the only place where money leaves the house in another unit.
WAN = Decimal(1_000_000)
CONFISCATIONS = {PenaltyKind.CONFISCATE_GAIN, PenaltyKind.CONFISCATE_GOODS}
GOODS_ONLY = "没收的非法财物未折算金额，没收金额只含没收违法所得"
LICENCES = (PenaltyKind.SUSPEND_LICENCE.label, PenaltyKind.REVOKE_LICENCE.label)


def row_of(item: PublicItem, agency: Agency, form: Format) -> dict[str, str]:
    """Return the columns of one published decision; what is not public stays empty.

    Dates are YYYY/MM/DD, money 万元 with six decimals.

    Source: LAW 6.1, 6.5, 6.6.
    """
    data, party = item.data, item.data["party"]
    who = form.party_kinds[party["kind"]]
    kinds = data.get("kinds", [])
    until = shown_until(item, agency)
    known = {
        "CF_XDR_MC": party["name"],
        "CF_XDR_LB": form.party_labels[who],
        "CF_XDR_SHXYM": party.get("uscc", "") or (form.no_code if who == "G" else ""),
        "CF_FRDB": party.get("representative", "") or party.get("operator", ""),
        "CF_WSH": item.number,
        "CF_WFXW": data["cause"],
        "CF_SY": data["facts"],
        "CF_YJ": data["basis"],
        "CF_CFLB": form.separator.join(_categories(data, form)),
        "CF_NR": "；".join(line.rstrip("。") for line in data["penalties"]),
        "CF_NR_FK": wan(data["fine_fen"]) if PenaltyKind.FINE in kinds else "",
        "CF_NR_WFFF": _confiscated(data),
        "CF_NR_ZKDX": "；".join(_of_licences(data)),
        "CF_JDRQ": day(item.decided_on),
        "CF_YXQ": day(form.long_term),
        "CF_GSJZQ": day(until) if until else "",
        "CF_CFJG": item.agency_name,
        "CF_CFJGDM": agency.uscc,
        "CF_SJLY": item.agency_name,
        "CF_SJLYDM": agency.uscc,
        "BZ": GOODS_ONLY if _goods_without_amount(data) else "",
    }
    if who == "N":
        known |= {"CF_XDR_SHXYM": "", "CF_FRDB": ""}
    return {code: str(known.get(code, "")) for code in form.codes}


def credit_class(item: PublicItem, agency: Agency) -> str:
    """Return how heavy the credit platform takes a decision: the heaviest of its penalties.

    Source: the table `credit-class`.
    """
    rules = table("credit-class", agency.profile)
    domains = rules.inputs["domain"].values
    domain = item.data.get("domain", "")
    facts = {
        "domain": domain if domain in domains else "other",
        "procedure": item.data.get("procedure", "ordinary"),
        "party_kind": item.data["party"]["kind"],
        "amount_fen": item.data["fine_fen"],
    }
    found = [str(rules.decide(facts | {"penalty_kind": k}).value) for k in item.data["kinds"]]
    return max(found, key=CLASSES.index, default="none")


def shown_until(item: PublicItem, agency: Agency) -> date | None:
    """Return the last day on which the credit platform may show a decision; None when not known.

    Source: the parameters `credit.*` of the profile; 信用修复管理办法.
    """
    code = MONTHS.get(credit_class(item, agency), "")
    if not code:
        return None
    try:
        months = profile(agency.profile).parameter(code, on=item.decided_on).number
    except UnknownParameter:
        return None
    return add_months(item.decided_on, int(months))


def wan(fen: int) -> str:
    """Return a sum in 万元 with the six decimals of the standard: exact to the fen."""
    return f"{Decimal(fen) / WAN:.6f}"


def day(value: date) -> str:
    return value.strftime("%Y/%m/%d")


def _categories(data: Mapping[str, Any], form: Format) -> list[str]:
    found = []
    for kind in data.get("kinds", []):
        label = form.categories.get(kind, "")
        if kind == PenaltyKind.OTHER:
            label = f"{label}-{_other(data)}"
        if label and label not in found:
            found.append(label)
    return found


def _other(data: Mapping[str, Any]) -> str:
    labels = tuple(k.label for k in PenaltyKind if k is not PenaltyKind.OTHER)
    rest = [line for line in data["penalties"] if not line.startswith(labels)]
    text = rest[0] if rest else PenaltyKind.OTHER.label
    return text.replace(";", "；").rstrip("。")[:50]


def _confiscated(data: Mapping[str, Any]) -> str:
    if not CONFISCATIONS & set(data.get("kinds", [])):
        return ""
    fen = data.get("confiscated_fen")
    return "" if fen is None else wan(fen)


def _goods_without_amount(data: Mapping[str, Any]) -> bool:
    """Tell whether the sum of what is confiscated says nothing about the goods among it."""
    taken = PenaltyKind.CONFISCATE_GOODS in data.get("kinds", [])
    return taken and bool(data.get("goods_unvalued", True))


def _of_licences(data: Mapping[str, Any]) -> list[str]:
    return [line.rstrip("。") for line in data["penalties"] if line.startswith(LICENCES)]
