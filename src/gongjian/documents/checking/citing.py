"""Provisions of a document that its cause or the law in force does not bear."""

from collections.abc import Iterator

from gongjian.catalog.holding import hold

from .model import Beside, Finding, Paper, Severity


def provisions(paper: Paper, beside: Beside) -> Iterator[Finding]:
    """Find provisions of another cause, law or version, and penalties they do not threaten.

    Where a person may rightly deviate, the reason given with the draft is shown to the signer.

    Source: 行政处罚法 第三十七条、第三十八条、第五十九条第一款第三项; 国办发〔2018〕118号 三（八）.
    """
    known = paper.form.fields
    if not beside.laws or not {"violated", "basis"} <= set(known):
        return
    violated, basis = ("\n".join(t for _, t in paper.texts(c)) for c in ("violated", "basis"))
    found = (f for law, sanction in beside.laws for f in hold(law, violated, basis, sanction))
    for fault in dict.fromkeys(found):
        reason = f"（承办人说明：{beside.reason}）" if beside.reason and not fault.grave else ""
        yield Finding(
            "provision",
            Severity.ERROR if fault.grave else Severity.WARNING,
            paper.place(fault.field),
            f"{fault.message}{reason}",
            fault.todo,
        )
