"""One 治安 case of the demo: filed at once, questioned on record, sealed at its end."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from gongjian.cases.public_order.queries import (
    detention_of,
    family_untold,
    victims_without_copy,
)
from gongjian.cases.queries import case_of, decision_of
from gongjian.common import clock as clocks

from .story import Story


class PoliceStory(Story):
    """Plays one case under the procedure of 治安管理处罚法."""

    informs, issues = "cases.inform_offender", "cases.decide_public_order"

    def _plan(self) -> Iterator[tuple[int, int, str, Callable[[], None]]]:
        yield 0, 9, "register_clue", self._clue
        yield 0, 10, "open_case", self._open
        yield 0, 11, "file_case", self._file
        yield 0, 12, "establish_offender", self._establish
        yield 0, 16, "question", self._question
        yield 1, 14, "record_inspection", self._inspect
        yield 2, 10, "add_evidence", self._evidence
        yield from self._told(3)
        for offset, hour, name, do in self._decided(6 if self.case.statement == "waived" else 10):
            yield offset, hour, name, do
            if name == "deliver":
                yield offset, 15, "give_victim_copy", self._copies
                yield offset, 16, "tell_family", self._family

    def _inspect(self) -> None:
        began = clocks.current().now().replace(second=0, microsecond=0) - timedelta(hours=3)
        party = self.case.party
        self._perform(
            "cases.inspect_at_once",
            "handler",
            subject="place",
            at_once="现场人员即将离开，物证可能灭失。",
            recording="AV-JC-01",
            began_at=began,
            ended_at=began + timedelta(hours=1, minutes=20),
            place=self.case.place or party["address"],
            present=f"{party.get('legal_representative') or party['name']}（当事人一方）",
            certificate_shown="shown",
            dressed=True,
            findings=self.case.findings,
            rights_told=True,
        )

    def _file(self) -> None:
        self._perform(
            "cases.file_public_order",
            "handler",
            facts=self.case.content,
            basis=self.case.violated,
            reported_by=self.case.person.get("reported_by", ""),
        )

    def _establish(self) -> None:
        person = self.case.person
        if guardian := person.get("guardian"):
            self._perform(
                "cases.register_guardian",
                "handler",
                kind="parent",
                name=guardian,
                relation=person["relation"],
                told_at=clocks.current().now(),
            )
        born = date.fromisoformat(case_of(self._matter()).party.born_on)
        self._perform(
            "cases.establish_offender",
            "handler",
            sex=person.get("sex", "male"),
            born_on=born,
            verified_by="居民身份证",
            pleaded=True,
        )
        if victim := person.get("victim"):
            harm = person.get("harm", "财物损毁")
            self._perform("cases.register_victim", "handler", name=victim, harm=harm)

    def _question(self) -> None:
        """Question the person who acted, with the guardian of a minor, then who saw it."""
        guardian = self.case.person.get("guardian", "")
        told, name = self.case.facts, self.case.party["name"]
        self._asked("offender", name, "oral", bool(guardian), told, timedelta(hours=2))
        if witness := self.case.person.get("witness"):
            seen = self.case.findings
            self._asked("witness", witness, "voluntary", False, seen, timedelta(minutes=20))

    def _asked(
        self, role: str, name: str, came_by: str, minor: bool, said: str, ago: timedelta
    ) -> None:
        """Question somebody; it ended so long ago."""
        now = clocks.current().now().replace(second=0, microsecond=0)
        family = self.case.person.get("guardian") or "其配偶"
        self._perform(
            "cases.record_questioning",
            "handler",
            role=role,
            person=name,
            guardian_present=minor,
            came_by=came_by,
            arrived_at=now - ago - timedelta(hours=1, minutes=20),
            began_at=now - ago - timedelta(hours=1),
            ended_at=now - ago,
            ground="normal",
            place_kind="centre",
            place=f"{self._agency().short_name}执法办案中心3号询问室",
            full_recording=True,
            recording_at=f"AV-{now:%Y%m%d}-{self.number:03}",
            certificate_shown="shown",
            rights_told=True,
            family_told=f"到案后即电话通知{family}" if came_by == "oral" else "",
            food_and_rest="提供饮水，休息二十分钟",
            content=f"问：请如实陈述经过。\n答：{said}",
        )

    def _family(self) -> None:
        """Tell the family of a detention that the law does not let be executed."""
        guardian = self.case.person.get("guardian", "")
        if guardian and family_untold(detention_of(decision_of(case_of(self._matter())))):
            told = f"{guardian}（{self.case.person['relation']}），当面告知"
            today = clocks.current().today()
            self._perform("cases.tell_family", "handler", told=told, told_on=today)

    def _copies(self) -> None:
        for victim in victims_without_copy(case_of(self._matter())):
            self._perform(
                "cases.give_victim_copy",
                "handler",
                victim=victim.uid,
                given_on=clocks.current().today(),
                receiver=victim.name,
            )
