"""How old the party was at the time of the act, and what the law makes of it (责任年龄)."""

from dataclasses import dataclass
from datetime import date

from gongjian.jurisdiction.profiles import profile
from gongjian.parties.rules import ADULT, age_on

from .beside import latest_assistance
from .models import Case, Draft
from .public_order.queries import latest_offender

LIGHTER = ("从轻", "减轻")


@dataclass(frozen=True, slots=True)
class Age:
    """The age at the act, from which age one is punished, and whether it was under age."""

    years: int
    punishable_from: int

    @property
    def minor(self) -> bool:
        return self.years < ADULT

    @property
    def punished(self) -> bool:
        return self.years >= self.punishable_from


def age_at_act(case: Case, on: date) -> Age | None:
    """Return how old the party was when the act ended; None where nobody knows, or it is no person.

    By what was established of the person, else by the identity card. An act that goes on is judged
    by the age of the day.

    Source: 行政处罚法 第三十条; 治安管理处罚法 第十二条.
    """
    found = latest_offender(case) if case.public_order and case.party.natural else None
    born_on = found.born_on if found else case.party.born_on
    if not (case.party.natural and born_on):
        return None
    born, day = date.fromisoformat(born_on), case.act_ended_on or on
    matter = case.matter
    least = profile(matter.profile).parameter("exempt_below_age", matter.domain, on=on).number
    return Age(age_on(born, day), int(least))


def _established_minor(case: Case) -> bool:
    """Tell what was established of an act that went on: under age when the case was filed."""
    person = latest_offender(case) if case.public_order else None
    return person is not None and person.minor


def minor_at_act(case: Case, age: Age | None) -> bool:
    """Tell whether the party is known to have been under age: by its birth, else by what was found.

    A party without papers has no birth date on record; officers state that it is under age.
    """
    if age is not None:
        return age.minor or _established_minor(case)
    found = latest_assistance(case) if case.party.natural else None
    return found is not None and found.minor


def too_young(case: Case, age: Age | None) -> str:
    """Return why the party may not be punished for its age; 治安 cases ask that by a fact."""
    if age is None or age.punished or case.public_order:
        return ""
    return (
        f"当事人行为时{age.years}周岁，不满{age.punishable_from}周岁，不予行政处罚，"
        "责令监护人加以管教；请删去处罚内容，选择不予处罚的情形（行政处罚法第三十条）"
    )


def not_lighter(minor: bool, discretion: str) -> str:
    """Return why reasons that name nothing lighter do not do for a minor.

    Source: 行政处罚法 第三十条; 治安管理处罚法 第十二条.
    """
    if not minor or any(word in discretion for word in LIGHTER):
        return ""
    return "当事人行为时不满十八周岁，应当从轻或者减轻处罚；请在裁量理由中写明怎样从轻或者减轻"


def found_younger(case: Case, draft: Draft, on: date) -> str:
    """Return why a draft does not stand: the party was found to be under age after it was made.

    The database asks the same of a draft and of a decision (`locks_ages`).
    """
    told = not_lighter(minor_at_act(case, age_at_act(case, on)), draft.discretion)
    return f"{told}，重新拟定并重新告知" if draft.items and told else ""
