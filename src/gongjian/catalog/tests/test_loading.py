"""A catalogue file is taken whole or refused with line and reason."""

import pytest

from gongjian.catalog.library import load_grounds
from gongjian.catalog.loading import load_cause
from gongjian.catalog.testing import TEXT, edited, sample
from gongjian.process import DefinitionError


def refused(text: str) -> list[tuple[int, str]]:
    with pytest.raises(DefinitionError) as caught:
        load_cause(text, "sample.toml")
    return [(p.line, p.text) for p in caught.value.problems]


def line_of(piece: str) -> int:
    return TEXT[: TEXT.index(piece)].count("\n") + 1


def test_the_sample_is_taken() -> None:
    cause = sample()

    assert list(cause.steps) == ["lenient", "ordinary", "severe"]
    assert cause.ranges["fine"].must
    assert cause.base == ""


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ('domain = "environment"', 'domain = "space"', "domain", "“domain”只能是"),
        ("article = 1\n", "article = 0\n", "article = 1", "条、款、项的序号不对"),
        ("paragraph = 1\n", "", "[[article]]", "缺少“paragraph”"),
        ("item = 0\n", "", "[[article]]", "缺少“item”"),
        ("max_fen = 10_000_000", "max_fen = 5", "[[range]]", "下限应小于上限"),
        ("min_fen = 1_000_000", "min_bp = 100", "[[range]]", "要写明基数"),
        ('kind = "warning"', 'kind = "fine"', 'kind = "warning"', "[[range]]"),
        ('kind = "warning"', 'kind = "shame"', 'kind = "warning"', "“kind”只能是"),
        ('then = "severe"', 'then = "gone"', 'then = "severe"', "不在“answers”之中"),
        ('{ harm = "grave" }', '{ hurt = "grave" }', "when = { harm", "没有定义"),
        ("from = 0\n", "from = 900\n", "[[step]]", "起点应小于终点"),
        ('needs = ["on_site_record"', 'needs = ["rumour"', "needs", "证据种类“rumour”没有定义"),
        ('words = ["示例"]', 'words = ["示例"]\ncolour = 1', "words", "没有“colour”"),
        ('values = { first = "首次", again = "再次" }', "values = {}", "values", "两个取值"),
    ],
)
def test_a_fault_names_line_and_reason(old: str, new: str, at: str, says: str) -> None:
    problems = refused(edited((old, new)))

    assert any(says in text for _, text in problems), problems
    first = line_of(at)
    assert any(line in {first, first + 1} or line >= first for line, _ in problems)


def test_text_that_is_no_toml_is_refused_with_its_line() -> None:
    assert refused("[cause]\ncode = \n")[0][0] == 2


GROUND = """\
[[ground]]
code = "x"
name = "某"
effects = ["lenient"]
proofs = ["某"]
source = "某"
"""


def test_a_ground_must_say_what_is_to_be_proven() -> None:
    with pytest.raises(DefinitionError, match="要证明什么"):
        load_grounds(GROUND.replace('proofs = ["某"]', "proofs = []"))


def test_a_ground_has_one_meaning_in_a_domain() -> None:
    with pytest.raises(DefinitionError, match="重复定义"):
        load_grounds(GROUND + GROUND)
