"""The charts of the procedures that run, and of legal review inside each (执法、审核流程图)."""

from collections.abc import Mapping
from datetime import date

from gongjian.orgs.models import Agency
from gongjian.process import Process
from gongjian.process.charts import MEDIA, flowchart_svg
from gongjian.publicity.showing import PublicProcedure, procedures_running
from gongjian.review.naming import in_local_words

from .form import Drawn, Row, public_source

COLUMNS = (
    ("name", "流程图"),
    ("version", "程序版本"),
    ("steps", "步骤"),
    ("source", "依据"),
    ("sha256", "程序文本的指纹"),
)
# The 治安 procedure is the police's own.
OF_DOMAIN = {"public-order": "public-security"}
REVIEWER = "legal_reviewer"


def draw(agency: Agency, on: date) -> Drawn:
    """Return every procedure in force here with its drawing; review besides, where there is one.

    Source: 国办发〔2018〕118号 （四）; KM2.1.1(4), KM2.3.4; HN2; LF2.1, LF3.5.
    """
    rows, charts = [], {}
    for running in procedures_running():
        process = in_local_words(running.process, agency.profile)
        if OF_DOMAIN.get(process.code, agency.domain) != agency.domain:
            continue
        rows.append(_row(process.code, f"{process.name}流程图", len(process.steps), running))
        charts[process.code] = _drawings(process)
        if places := review_places(process):
            key = f"{process.code}-review"
            name = f"{process.name}中的法制审核流程图"
            rows.append(_row(key, name, len(review_steps(process)), running))
            charts[key] = _drawings(process, places)
    return Drawn(COLUMNS, rows, charts=charts)


def review_steps(process: Process) -> list[str]:
    """Return the codes of the steps that are the reviewer's."""
    return [step.code for step in process.steps.values() if step.by == REVIEWER]


def review_places(process: Process) -> frozenset[str]:
    """Return the places from which the reviewer's own steps lead on."""
    steps = [process.steps[code] for code in review_steps(process)]
    return frozenset(place for step in steps for place in step.frm)


def _drawings(process: Process, around: frozenset[str] = frozenset()) -> Mapping[str, str]:
    near = bool(around)
    return {m: flowchart_svg(process, width=m, now=around, near=near) for m in MEDIA}


def _row(key: str, name: str, steps: int, running: PublicProcedure) -> Row:
    return Row(
        key,
        {
            "name": name,
            "version": running.version,
            "steps": f"{steps} 步",
            "source": public_source(running.process.source),
            "sha256": running.sha256,
        },
    )
