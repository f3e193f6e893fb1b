"""A demo case whose party is looked at again after it was ordered to correct."""

from datetime import timedelta

from gongjian.common import clock as clocks

from .story import Story


class RecheckedStory(Story):
    """Plays the re-check of whatever order waits for one."""

    def _recheck(self, result: str, findings: str, evidence: str) -> None:
        began = clocks.current().now().replace(second=0, microsecond=0) - timedelta(hours=2)
        party = self.case.party
        self._perform(
            "cases.recheck",
            "handler",
            began_at=began,
            ended_at=began + timedelta(minutes=40),
            place=self.case.place or party["address"],
            present=f"{party.get('legal_representative') or party['name']}（当事人一方）",
            certificate_shown="shown",
            dressed=True,
            unannounced=True,
            result=result,
            findings=findings,
            evidence=evidence,
        )
