"""How long a file is kept follows its table, from what became of the case."""

import pytest

from gongjian.cases import retention
from gongjian.cases import testing as story
from gongjian.cases.known import penalty_values
from gongjian.cases.queries import case_of
from gongjian.cases.retention import also_remedied, kept_for, outcome_of, retention_of
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter

pytestmark = pytest.mark.django_db
DRAFT = {"complex": True, "findings_reason": "涉及多个法律关系"}


@pytest.fixture
def told() -> tuple[Cast, dict[str, Matter]]:
    """Return cases that went different ways: no further, on the spot, to a hearing, to review."""
    cast = story.make_scene_cast()
    ended, heard, reviewed = (story.file_case(cast, story.open_case(cast)) for _ in range(3))
    spot = story.penalize(cast)
    story.inform(cast, story.investigate(cast, heard))
    story.call_hearing(cast, story.ask_hearing(cast, heard), days=45)
    story.let_time_run(cast, story.inform(cast, story.investigate(cast, reviewed, **DRAFT)))
    story.sign_papers(cast, reviewed)
    cast.do("handler", "review.submit", reviewed, summary="请予审核。")
    passed = {**story.CHECKED, "reasons": "事实清楚，证据充分，程序合法。"}
    cast.do("legal_reviewer", "review.pass_review", reviewed, **passed)
    punished = story.decided_case(cast)
    named = {"ended": ended, "spot": spot, "heard": heard, "reviewed": reviewed}
    return cast, {**named, "punished": punished}


def test_a_file_is_kept_by_what_became_of_its_case(
    told: tuple[Cast, dict[str, Matter]], monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, matters = told

    def kept(name: str) -> str:
        matter = Matter.objects.get(pk=matters[name].pk)
        return kept_for(matter, retention_of(matter))

    ways = {"ended": "30年", "spot": "30年", "heard": "30年", "reviewed": "永久"}
    assert {name: kept(name) for name in matters} == {**ways, "punished": "永久"}
    assert retention_of(matters["ended"]).value == "years_30"
    assert penalty_values(matters["punished"])["retention"] == "永久"
    outcomes = {name: outcome_of(case_of(matter)) for name, matter in matters.items()}
    assert {name for name, outcome in outcomes.items() if outcome == "penalty"} == {
        "spot",
        "punished",
    }
    assert outcomes["ended"] == "ended"

    story.hold_hearing(cast, matters["heard"])
    assert kept("heard") == "永久"
    monkeypatch.setattr(retention, "_remedied", [lambda matter: False])
    also_remedied(lambda matter: matter.pk == matters["ended"].pk)
    assert (kept("ended"), kept("spot")) == ("永久", "30年")
