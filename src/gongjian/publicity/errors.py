"""Refusals of the app, named after the rule."""

from gongjian.common.errors import RuleBroken


class Closed(RuleBroken):
    """The law closes this record to the public; the message names the clause."""

    code = "closed_to_public"


class SamePerson(RuleBroken):
    """Drafted and checked by one person. Source: DZ1(1); HN12."""

    code = "same_person"


class NotDelivered(RuleBroken):
    """Nothing is published before it was delivered. Source: 行政处罚法 第六十一条."""

    code = "not_delivered"
