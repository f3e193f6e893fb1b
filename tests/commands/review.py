"""Valid commands of legal review."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from gongjian.cases.testing import command, findings
from gongjian.common import acts
from gongjian.review.queries import free_reviewers

from .standing import NOBODY, Builder, Standing, fixed


def _found(code: str, values: Mapping[str, Any] | None = None, **problems: str) -> Builder:
    def build(at: Standing) -> Any:
        checked = findings(at.matter.profile, **problems)
        said = {"reasons": "见审核内容。"} | dict(values or {})
        return command(acts.service(code).cmd, checked | said)

    return build


def _free_reviewer(at: Standing) -> UUID:
    free = free_reviewers(at.matter, at.clock.today())
    return at.chance.choice(free).uid if free else NOBODY


def _assign(at: Standing) -> Any:
    return acts.service("review.assign_reviewer").cmd(reviewer=_free_reviewer(at))


def _replace_reviewer(at: Standing) -> Any:
    cmd = acts.service("review.recuse_reviewer").cmd
    return cmd(reason="有利害关系", successor=_free_reviewer(at))


COMMANDS: Mapping[str, Builder] = {
    "review.submit": fixed("review.submit", summary="请予审核。"),
    "review.pass_review": _found("review.pass_review"),
    "review.return_for_supplement": _found("review.return_for_supplement", facts="problem"),
    "review.reject": _found("review.reject", law="problem"),
    "review.transfer": _found("review.transfer", {"refer_to": "青川市公安局"}, crime="problem"),
    "review.assign_reviewer": _assign,
    "review.recuse_reviewer": _replace_reviewer,
    "review.send_back_incomplete": fixed("review.send_back_incomplete", missing="补办签字。"),
}
