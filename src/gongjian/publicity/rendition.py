"""The public text of a penalty decision, drawn from rows: the original file is never touched."""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import rfc8785

from gongjian.cases.choices import PenaltyKind
from gongjian.cases.common_name import agencies_of
from gongjian.cases.informants import informant_of
from gongjian.cases.models import Case, Decision
from gongjian.cases.papers import term_of
from gongjian.cases.public_order.separate import of_act
from gongjian.cases.queries import others_involved, people_beside, standing_evidence
from gongjian.cases.rules import GOODS, weight_of
from gongjian.cases.standing import items_now
from gongjian.common.money import yuan
from gongjian.common.text import mask_name, shorten
from gongjian.documents.models import Document
from gongjian.matters.models import Matter
from gongjian.matters.succession import spans_of
from gongjian.orgs.models import Agency, Officer
from gongjian.parties.choices import PartyKind
from gongjian.parties.models import Party

from .patterns import CONTACT, FOUND, PRIVACY, THIRD, people_in
from .redaction import Hidden, Term, county_of, names_in, redact

SCHEMA = "gongjian.publication.penalty-decision/1"
SUMMARY_LENGTH = 120
# What of a long cause is told at least, before a long list of penalties.
SUMMARY_CAUSE = 12
LABELS = {
    "party": "当事人",
    "cause": "案由",
    "facts": "违法事实",
    "evidence": "证据",
    "violated": "违反的规定",
    "basis": "处罚依据",
    "discretion": "裁量理由",
    "penalties": "处罚内容",
    "summary": "摘要",
}
# Places that people spared, by field and line: (start, end) in the original text.
Spared = Mapping[tuple[str, int], Sequence[tuple[int, int]]]
SEVERAL = ("evidence", "penalties")
# What the paper of a decision calls what identifies a party.
NAME, OPERATOR, LIVES = "姓名", "经营者", "住所（住址）"
LETTERS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True, slots=True)
class Rendition:
    """What the public may read, and the register of what it may not."""

    data: dict[str, Any]
    hidden: list[dict[str, Any]]
    title: str
    party_name: str
    penalty: str
    summary: str

    @property
    def searchable(self) -> str:
        """Return every public word once, for search."""
        texts = [self.title, self.summary, self.data["number"], self.data["agency"], self.penalty]
        texts += self.data.get("agencies", ())
        texts += filter(None, [self.data["party"].get("uscc", "")])
        return "\n".join([*texts, *(self.data[name] for name in ("facts", "violated", "basis"))])


@dataclass
class Redactor:
    """Hides the same words in every field of one case and keeps the register."""

    terms: tuple[Term, ...]
    kept: tuple[str, ...]
    spared: Spared = field(default_factory=dict)
    likely: Mapping[str, Hidden] = field(default_factory=dict)
    hidden: list[dict[str, Any]] = field(default_factory=list)

    def text(self, where: str, text: str, line: int = 0) -> str:
        """Return the public form of one text of the field `where` (line `line` of it)."""
        spared = self.spared.get((where, line), ())
        shown, found = redact(text, self.terms, self.kept, spared, self.likely)
        self.hidden += [_registered(where, line, h) for h in found]
        return shown

    def lines(self, where: str, texts: Iterable[str]) -> list[str]:
        return [self.text(where, text, line) for line, text in enumerate(texts)]

    def dropped(self, where: str, what: str, ground: str = PRIVACY) -> None:
        """Register a structured value that is left out whole."""
        self.hidden.append({"where": where, "line": 0, "what": what, "ground": ground, "shown": ""})


def render(
    decision: Decision,
    also_hide: Iterable[str] = (),
    summary: str = "",
    spared: Spared | None = None,
) -> Rendition:
    """Draw the public text of a decision.

    `also_hide`: words a person found to need hiding; `summary`: a person's own instead of the
    system's, hidden in like the rest; `spared`: where two people found that a proposal identifies
    nobody. A natural person keeps the surname and the county; a sole trader keeps the shop's name
    and loses the operator's; organisations keep name, code, address and legal representative.

    Source: LAW.md 6.6, 11.2, 11.3.
    """
    case = decision.case
    matter, party = case.matter, case.party
    paper = decision.document
    terms = tuple(identifying(case, paper, also_hide))
    kept = tuple(kept_in(case, decision.number))
    found_in = originals(decision)
    likely: dict[str, Hidden] = {}
    for text in chain.from_iterable(found_in.values()):
        likely |= names_in(text, terms, kept)
    redactor = Redactor(terms, kept, spared or {}, likely)
    agencies = [agency.name for agency in agencies_of(case)]
    items = items_now(decision)
    weight = weight_of(items)
    shown = party_shown(party, redactor)
    texts = {where: redactor.lines(where, lines) for where, lines in found_in.items()}
    one = {where: lines[0] for where, lines in texts.items() if where not in SEVERAL}
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "number": decision.number,
        "agency": matter.agency.name,
        **({"agencies": agencies} if agencies else {}),
        "domain": matter.domain,
        "party": shown,
        **one,
        "evidence": texts["evidence"],
        "penalties": texts["penalties"],
        "kinds": list(dict.fromkeys(str(item["kind"]) for item in items)),
        "fine_fen": weight.sum_of(PenaltyKind.FINE),
        "confiscated_fen": weight.confiscated_fen,
        **({"goods_unvalued": weight.unvalued} if GOODS in weight.kinds else {}),
        "procedure": "summary" if decision.on_spot_id is not None else "ordinary",
        "decided_on": decision.decided_on.isoformat(),
        "remedies": _remedies(matter, decision),
    }
    cause, penalties = data["cause"], data["penalties"]
    title = shorten(f"{shown['name']}{cause.removesuffix('案')}案", 300)
    penalty = shorten("；".join(line.rstrip("。") for line in penalties), 400)
    written = redactor.text("summary", summary) if summary else _summary(data)
    data["summary"] = shorten(written, SUMMARY_LENGTH)
    data["hidden"] = hidden_kinds(redactor.hidden)
    return Rendition(data, redactor.hidden, title, shown["name"], penalty, data["summary"])


def originals(decision: Decision) -> dict[str, list[str]]:
    """Return the texts of a decision as they stand in the file, by field, line by line."""
    case, draft = decision.case, decision.draft
    return {
        "cause": [case.cause.removeprefix("涉嫌")],
        "facts": [draft.facts],
        "evidence": [f"{e.name}，证明{e.proves}" for e in standing_evidence(case)],
        "violated": [draft.violated],
        "basis": [draft.basis],
        "discretion": [draft.discretion],
        "penalties": penalty_texts(draft.acts, items_now(decision)),
    }


def _summary(data: Mapping[str, Any]) -> str:
    """Return the system's own summary: nobody retypes. Source: DZ1(1); REQUIREMENTS P1, P12."""
    by = "、".join(data.get("agencies", (data["agency"],)))
    name, cause = str(data["party"]["name"]), str(data["cause"])
    room = SUMMARY_LENGTH - len(f"因，被{by}处以：。")
    least = len(name) + min(len(cause), SUMMARY_CAUSE)
    told = _fitting(data["penalties"], room - len(name) - len(cause), room - least)
    cause = shorten(cause, max(room - len(told) - len(name), SUMMARY_CAUSE))
    name = shorten(name, max(room - len(told) - len(cause), SUMMARY_CAUSE))
    return f"{name}因{cause}，被{by}处以：{told}。"


def _fitting(penalties: Sequence[str], room: int, most: int) -> str:
    """Return what was imposed in `room` characters, or in `most` where that tells more.

    A long list of goods gives way to their number, so that a fine after them is not cut off; what
    still does not fit is counted: nothing is told by half, least of all a sum.
    """
    lines = [line.rstrip("。") for line in penalties]
    label = str(PenaltyKind(GOODS).label)
    goods = [line for line in lines if line.startswith(label)]
    if len("；".join(lines)) > room and len(goods) > 1:
        counted = (f"{label}{len(goods)}项" if line in goods else line for line in lines)
        lines = list(dict.fromkeys(counted))
    for kept in range(len(lines), 0, -1):
        rest = f"等{len(lines)}项" if kept < len(lines) else ""
        told = "；".join(lines[:kept]) + rest
        if len(told) <= most:
            return told
    return shorten(lines[0], most)


def fit_for_public(decision: Decision, text: str) -> bool:
    """Tell whether a text that people write for the public holds nothing that must be hidden."""
    terms, kept = known_words(decision)
    redactor = Redactor(tuple(terms), tuple(kept))
    return redactor.text("text", text) == text


def known_words(decision: Decision) -> tuple[list[Term], list[str]]:
    """Return what the file knows to identify somebody, and what may be public all the same."""
    case, number = decision.case, decision.number
    return list(identifying(case, decision.document, ())), list(kept_in(case, number))


def words_of_others(case: Case) -> tuple[list[Term], list[str]]:
    """Return what identifies others than the party in a case, and what may stay for the party.

    Who stands beside the party (guardians, interpreters, agents) is no other to it. The case comes
    with inspections, deliveries and evidence at hand.
    """
    party, matter = case.party, case.matter
    own = [party.name, matter.party_name, party.legal_representative, *people_beside(case)]
    letters = _lettered(_third_persons(case, {name for name in own if name}))
    agency: Agency = matter.agency
    kept = [agency.name, agency.short_name, agency.phone, party.uscc, *own]
    kept += [party.id_number, party.phone, party.address, *_officers(matter)]
    return letters, [str(words) for words in kept if words and len(words) > 1]


def canonical(data: Mapping[str, Any]) -> bytes:
    """Return the bytes of the rendition as they are published and hashed (RFC 8785)."""
    return rfc8785.dumps(dict(data))


def digest(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(data)).hexdigest()


def hidden_kinds(register: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what was hidden as the public is told: kind, ground and how often; no places."""
    counts: dict[tuple[str, str], int] = {}
    for entry in register:
        key = (entry["what"], entry["ground"])
        counts[key] = counts.get(key, 0) + 1
    return [{"what": w, "ground": g, "times": n} for (w, g), n in sorted(counts.items())]


def penalty_texts(
    acts: Sequence[Mapping[str, Any]], items: Iterable[Mapping[str, Any]]
) -> list[str]:
    """Return the items of a decision in short: one by one, or act by act where it names several.

    Source: 行政处罚法 第四十八条第一款.
    """
    if not acts:
        return [item_line(item) for item in items]
    each = [(one["name"], of_act(items, number)) for number, one in enumerate(acts, 1)]
    return [f"对“{name}”：{'、'.join(map(item_line, own))}" for name, own in each if own]


def item_line(item: Mapping[str, Any]) -> str:
    """Return a penalty item in short: 罚款 52,120元."""
    label = PenaltyKind(item["kind"]).label
    sum_ = f" {yuan(item['amount_fen']).removesuffix('.00')}元" if item["amount_fen"] else ""
    if item["kind"] == PenaltyKind.OTHER:
        return f"{item['detail']}{sum_}"
    if fen := item.get("value_fen"):
        sum_ = f" 价值{yuan(fen).removesuffix('.00')}元"
    elif item.get("value_basis"):
        sum_ = " 价值无法确定"
    extra = f"（{item['detail']}）" if item["detail"] else ""
    return f"{label}{sum_}{extra}"


def _registered(where: str, line: int, hidden: Hidden) -> dict[str, Any]:
    return {"where": where, "line": line, **dataclasses.asdict(hidden)}


def party_shown(party: Party, redactor: Redactor) -> dict[str, str]:
    """Return the party as the public may know it."""
    shown = {"kind": party.kind, "kind_label": PartyKind(party.kind).label}
    if party.natural:
        redactor.dropped("party", "姓名")
        shown |= {"name": mask_name(party.name), "address": county_of(party.address)}
    else:
        shown |= {"name": party.name, "uscc": party.uscc}
        shown |= _business(party, redactor)
    if party.id_number:
        redactor.dropped("party", "证件号码")
    if party.phone:
        redactor.dropped("party", "电话号码", PRIVACY if party.natural else CONTACT)
    if party.natural and party.address:
        redactor.dropped("party", "住址（县级以下）")
    # Decrypted columns are a kind of `str` of their own; the rendition holds plain text.
    return {key: str(value) for key, value in shown.items() if value}


def _business(party: Party, redactor: Redactor) -> dict[str, str]:
    if party.kind != PartyKind.SOLE_TRADER:
        return {"representative": party.legal_representative, "address": party.address}
    if party.legal_representative:
        redactor.dropped("party", "姓名")
    if party.address:
        redactor.dropped("party", "住址（县级以下）")
    operator = mask_name(party.legal_representative)
    return {"operator": operator, "address": county_of(party.address)}


def identifying(case: Case, paper: Document, also_hide: Iterable[str]) -> Iterable[Term]:
    """Yield every word that the case's own rows know to identify a person.

    What was corrected since a decision still stands in its words: its paper knows it.
    """
    told = _told_of_party(paper)
    party = case.party
    own = _own_names(case, told)
    for name in own:
        yield from (Term(part, mask_name(name), "姓名", PRIVACY) for part in _parts(name))
    for value, what in ((party.id_number, "证件号码"), (party.phone, "电话号码")):
        if value:
            yield Term(value, "×××", what, PRIVACY)
    if party.kind in {PartyKind.NATURAL, PartyKind.SOLE_TRADER}:
        for lived in dict.fromkeys(filter(None, (party.address, *told.get(LIVES, ())))):
            yield Term(lived, county_of(lived) or "×××", "住址（县级以下）", PRIVACY)
    yield from _lettered(_third_persons(case, set(own)))
    for words in also_hide:
        yield Term(words, "×××", "其他内容", FOUND)


def _lettered(names: Iterable[str]) -> list[Term]:
    """Return a term for each name, with the letter that stands in its place."""
    found = []
    for number, name in enumerate(names):
        letter = LETTERS[number] if number < len(LETTERS) else str(number + 1)
        found.append(Term(name, f"有关人员{letter}", "姓名", THIRD))
    return found


def _told_of_party(paper: Document) -> dict[str, list[str]]:
    """Return by label what the paper of a decision says of whom it punishes."""
    said: dict[str, Any] = json.loads(paper.data)["fields"]
    lines = [(line["label"], line["text"]) for line in said.get("party_details") or ()]
    lines += [(NAME, said.get("party_name")), (LIVES, said.get("party_address"))]
    for row in said.get("parties") or ():  # of several, each in a row of its own
        lines += [(label, text) for label, _, text in _labelled(row["details"])]
    told: dict[str, list[str]] = {}
    for label, text in lines:
        if text:
            told.setdefault(label, []).append(text)
    return told


def _labelled(details: str) -> Iterable[tuple[str, str, str]]:
    return (line.partition("：") for line in details.split("；"))


def _own_names(case: Case, told: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the names of the person punished: as known now, when opened and when decided."""
    party = case.party
    names = list[str]()
    if party.natural:
        # A name corrected since then still stands in the facts as it was first written.
        names = [party.name, case.matter.party_name, *told.get(NAME, ())]
    elif party.kind == PartyKind.SOLE_TRADER:
        names = [party.legal_representative, *told.get(OPERATOR, ())]
    return list(dict.fromkeys(filter(None, names)))


def _parts(name: str) -> list[str]:
    """Return a name and, of one in several words, each word: 艾力 tells who 买买提·艾力 is."""
    words = [name, *name.replace("·", " ").split()]
    return [word for word in dict.fromkeys(words) if len(word) > 1]


def _third_persons(case: Case, own: set[str]) -> list[str]:
    """Return the names of those who were present, received, witnessed or gave evidence."""
    visits = [*case.inspections.all(), *case.rechecks.all()]
    said = [text for visit in visits for text in (visit.present, visit.witness)]
    said += [text for d in case.deliveries.all() for text in (d.receiver, d.witness)]
    said += [e.obtained_from for e in case.evidence.all()]
    surely = people_beside(case)
    if (clue := informant_of(case.matter)) is not None:
        surely.append(clue.informant)
    named = dict.fromkeys(name for text in [*said, *surely] for name in people_in(text))
    named |= dict.fromkeys(words for words in surely if len(words) > 1)
    named |= dict.fromkeys(_other_parties(case))
    public = own | set(_officers(case.matter))
    if case.party.kind not in {PartyKind.NATURAL, PartyKind.SOLE_TRADER}:
        public.add(case.party.legal_representative)
    return [name for name in named if name not in public]


def _other_parties(case: Case) -> list[str]:
    """Return the persons against whom the same act is pursued: each has a decision of its own."""
    found = []
    for party in others_involved(case):
        if party.natural:
            found.append(party.name)
        elif party.kind == PartyKind.SOLE_TRADER and party.legal_representative:
            found.append(party.legal_representative)
    return found


def _officers(matter: Matter) -> list[str]:
    people: list[Officer | None] = [matter.lead, matter.second, matter.reviewer]
    people += [span.officer for span in spans_of(matter)]
    return list(dict.fromkeys(o.name for o in people if o is not None))


def kept_in(case: Case, *numbers: str) -> Iterable[str]:
    """Yield what stays although it may look like a number or a name."""
    party, agency = case.party, case.matter.agency
    yield from (agency.name, agency.short_name, agency.phone, *numbers)
    yield from (other.name for other in agencies_of(case))
    if not party.natural:
        yield from (party.name, party.uscc)
    if party.kind in {PartyKind.LEGAL, PartyKind.OTHER_ORG}:
        yield from (party.legal_representative, party.address)
    # One-character names would keep half the text.
    yield from (name for name in _officers(case.matter) if len(name) > 1)


def _remedies(matter: Matter, decision: Decision) -> dict[str, str]:
    """Return how to object; to a penalty on the spot by review first.

    Source: 行政处罚法 第五十二条第二款、第五十九条第一款第五项; 行政复议法 第二十三条第一款第一项.
    """
    agency: Agency = matter.agency
    first = decision.on_spot_id is not None
    court = "remedy.litigation_after_review" if first else "remedy.litigation"
    return {
        "review_body": agency.government_name,
        "review_term": term_of(matter, "remedy.review", decision.decided_on),
        "court": agency.court_name,
        "court_term": term_of(matter, court, decision.decided_on),
        **({"review_first": "yes"} if first else {}),
    }
