"""Refusals of the app, named after the rule."""

from gongjian.common.errors import RuleBroken


class CertificateInvalid(RuleBroken):
    """A certificate is not valid on the day. Source: 行政处罚法 第四十二条、第五十五条."""

    code = "certificate_invalid"


class SameOfficer(RuleBroken):
    """One person twice where the law wants two. Source: 行政处罚法 第四十二条."""

    code = "same_officer"


class HeavierThanNoticed(RuleBroken):
    """It weighs more than the lowest notice. Source: 行政处罚法 第四十五条第二款."""

    code = "heavier_than_noticed"


class ToldAlone(RuleBroken):
    """Told without the help it needs. Source: 行政处罚法 第四十四条、第四十五条."""

    code = "told_alone"


class NotAsReviewed(RuleBroken):
    """The draft to be issued is not the one that passed review. Source: 行政处罚法 第五十八条."""

    code = "not_as_reviewed"


class OrdinaryProcedure(RuleBroken):
    """The case may not be settled on the spot. Source: 行政处罚法 第五十一条."""

    code = "ordinary_procedure"


class HearingNotHeld(RuleBroken):
    """The party asked for a hearing and had none. Source: 行政处罚法 第六十三条至第六十五条."""

    code = "hearing_not_held"


class NotDiscussed(RuleBroken):
    """The leaders have not adopted this draft together. Source: 行政处罚法 第五十七条第二款."""

    code = "not_discussed"
