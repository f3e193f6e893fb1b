"""What earlier papers and steps tell the later ones: nobody copies it by hand."""

import json
from collections.abc import Mapping
from typing import Any

from gongjian.common import clock as clocks
from gongjian.documents.models import Document
from gongjian.documents.queries import standing_documents
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.orgs.queries import officers_with_role

from .papers import term_of, unit_opinion
from .public_order.models import Victim
from .queries import case_of, decision_of
from .recorded import next_without
from .released import rows_of
from .runs import MADE_UP, approval_before, number_of, standing, unconfirmed_of

Values = Mapping[str, Any]
REAPPRAISAL = "police.reappraisal_request"
MEASURE = ("measure", "basis", "goods", "keep", "seize_term")


def _last(matter: Matter, *kinds: str) -> Document | None:
    return standing_documents(matter).filter(kind__in=kinds).order_by("-id").first()


def _said(paper: Document | None, *names: str) -> dict[str, Any]:
    said = json.loads(paper.data)["fields"] if paper else {}
    return {name: said[name] for name in names if said.get(name)}


def as_approved(matter: Matter) -> Values:
    """Return what the newest approval given before allows, for the decision that rests on it."""
    approval = approval_before(matter)
    facts = _said(approval, "facts").get("facts")
    return _said(approval, *MEASURE) | ({"reason": facts} if facts else {})


def as_taken(matter: Matter) -> Values:
    """Return what was seized at once and waits for its approval, for that approval."""
    waiting = unconfirmed_of(matter)
    if not waiting:
        return {}
    paper = waiting[0].paper
    done = paper.made_at.astimezone(clocks.HOME_ZONE).replace(second=0, microsecond=0)
    own = {"urgent": MADE_UP, "seizure_number": paper.number, "done_at": done}
    return _said(paper, *MEASURE) | own


def of_seizure(matter: Matter) -> Values:
    """Return the number of the newest seizure that stands, for its extension."""
    number = number_of(matter, preserved=False)
    return {"seizure_number": number} if number else {}


def of_release(matter: Matter) -> Values:
    """Return which seizure is released, and what it still holds, thing by thing."""
    left = standing(matter, preserved=False)
    return {**of_seizure(matter), **({"goods": rows_of(left[-1])} if left else {})}


def of_tested(matter: Matter) -> Values:
    """Return whose goods an expert looks at, where one seizure alone stands."""
    left = standing(matter, preserved=False)
    return {"seizure_number": left[0].paper.number} if len(left) == 1 else {}


def to_list(matter: Matter) -> Values:
    """Return the number of the seizure whose goods are not listed yet."""
    seizure = next_without(matter, "seizure-list")
    return {"seizure_number": seizure.number} if seizure else {}


def to_record(matter: Matter) -> Values:
    """Return which seizure has no record yet, and what was ordered."""
    seizure = next_without(matter, "seizure-record")
    if seizure is None:
        return {}
    return {"seizure_number": seizure.number} | _said(seizure, "measure")


def of_preservation(matter: Matter) -> Values:
    """Return the number of the newest notice whose evidence is kept, for list and disposal."""
    number = number_of(matter, preserved=True)
    return {"preservation_number": number} if number else {}


def of_refusal(matter: Matter) -> Values:
    """Return why the case was not filed, for the notice that tells who reported it."""
    step = matter.steps.filter(code="refuse_filing").order_by("-seq").first()
    return {"reason": step.data.get("reason", "")} if step else {}


def of_outcome(matter: Matter) -> Values:
    """Return what the case was about: once it was decided on, the offence is no suspicion."""
    case = case_of(matter)
    return {"cause": case.cause.removeprefix("涉嫌")} if decision_of(case) else {}


def of_closing(matter: Matter) -> Values:
    """Return how the case came out, for the cover of its file."""
    return {**of_outcome(matter), **_said(_last(matter, "closing-approval"), "result")}


def of_confiscated(matter: Matter) -> Values:
    """Return who approves what becomes of confiscated goods, and by which rule it does."""
    basis = "《中华人民共和国行政处罚法》第七十四条第一款"
    return {**of_outcome(matter), **of_head(matter), "basis": basis}


def of_extension(matter: Matter) -> Values:
    """Return who lengthens the limit; the basis of the penalty is no basis to lengthen it."""
    return {**of_head(matter), "basis": ""}


def of_longer(matter: Matter) -> Values:
    """Return who lengthens the limit of the police, and by which rule."""
    return {**of_head(matter), "basis": "《中华人民共和国治安管理处罚法》第一百一十八条第一款"}


def of_correction(matter: Matter) -> Values:
    """Leave the basis open: that of the penalty is not that of its correction."""
    return {"basis": ""}


def of_expertise(matter: Matter) -> Values:
    """Return by which rule an expert is asked.

    Source: 治安管理处罚法 第一百零六条; 行政处罚法 第四十六条、第五十四条.
    """
    if case_of(matter).public_order:
        return {"authority": "《中华人民共和国治安管理处罚法》第一百零六条"}
    return {"authority": "《中华人民共和国行政处罚法》第四十六条、第五十四条"}


def of_opinion(matter: Matter) -> Values:
    """Return whose goods were tested, and for how long the party may ask for another opinion.

    Source: 公安机关办理行政案件程序规定 第九十七条第四款; police.reappraisal_request.
    """
    today = clocks.current().today()
    told = _said(_last(matter, "appraisal-period-notice"), "seizure_number")
    if not profile(matter.profile).layers(REAPPRAISAL, matter.domain, today):
        return told
    return told | {"objection_term": term_of(matter, REAPPRAISAL, today)}


def of_cover(matter: Matter) -> Values:
    """Return what the cover of the file says, for its contents and remarks."""
    return _said(_last(matter, "file-cover"), "file_class", "pages")


def of_head(matter: Matter) -> Values:
    """Return who heads the agency, where it is one person: he signs what only the head approves."""
    heads = officers_with_role(matter.agency, "agency_head", clocks.current().today())
    names = [officer.name for officer in heads]
    return {"leader": names[0], "approved_by": names[0]} if len(names) == 1 else {}


def of_unit_and_head(matter: Matter) -> Values:
    """Return who approves, and what the head of the unit said to the investigation that ended."""
    ended = matter.steps.filter(code="end_investigation").order_by("-seq").first()
    return {**of_head(matter), **unit_opinion(matter, "opine_on_investigation", ended)}


def of_victim(matter: Matter) -> Values:
    """Return who was harmed, where one person is registered, for the papers of a mediation."""
    names = list(Victim.objects.filter(case__matter=matter).values_list("name", flat=True)[:2])
    return {"victim": names[0]} if len(names) == 1 else {}


def taken_and_headed(matter: Matter) -> Values:
    """Return what was seized at once, and whose approval it needs."""
    return {**as_taken(matter), **of_head(matter)}


def extended_by(matter: Matter) -> Values:
    """Return which seizure is extended, and who approves it."""
    return {**of_seizure(matter), **of_head(matter)}


FILLS = {
    "seizure-approval": taken_and_headed,
    "appraisal-commission": of_expertise,
    "appraisal-period-notice": of_tested,
    "appraisal-result-notice": of_opinion,
    "correction-decision": of_correction,
    "closing-approval": of_outcome,
    "extension-approval": of_extension,
    "penalty-approval": of_unit_and_head,
    "public-order-extension": of_longer,
    "confiscated-goods-record": of_confiscated,
    "mediation-restart": of_victim,
    "seizure-decision": as_approved,
    "seizure-list": to_list,
    "seizure-record": to_record,
    "seizure-extension": extended_by,
    "seizure-release": of_release,
    "preservation-list": of_preservation,
    "preservation-disposal": of_preservation,
    "filing-refusal-notice": of_refusal,
    "file-cover": of_closing,
    "file-contents": of_cover,
    "file-remarks": of_cover,
}
