"""The detector is measured on labelled texts that know nothing of it, and its card tells how."""

import ast
from functools import cache
from pathlib import Path

import gongjian.publicity
from gongjian.publicity import card
from gongjian.publicity.labelled import STYLES, UNSEEN, Labelled, labelled_set
from gongjian.publicity.measuring import MISSED, Measured, measure
from gongjian.publicity.patterns import PATTERNS

HOME = Path(gongjian.publicity.__file__).parent
DETECTOR = [HOME / f"{name}.py" for name in ("redaction", "patterns", "names", "card")]
GENERATOR = sorted((HOME / "labelled").glob("*.py"))


@cache
def texts() -> list[Labelled]:
    return labelled_set()


@cache
def everything() -> Measured:
    return measure(texts())


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    return names | {
        f"{'.' * n.level}{n.module or ''}" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)
    }


def word_lists(paths: list[Path]) -> tuple[set[str], set[frozenset[str]]]:
    """Return the longer texts and the collections of texts that modules are written with."""
    said: set[str] = set()
    lists: set[frozenset[str]] = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                said |= {part for part in node.value.split("|") if len(part) > 8}
            if isinstance(node, ast.Tuple | ast.List | ast.Set):
                found = frozenset(str(e.value) for e in node.elts if isinstance(e, ast.Constant))
                lists |= {found} if len(found) > 3 else set()
    return said, lists


def test_generator_and_detector_share_no_module_and_no_word_list() -> None:
    generator = set().union(*(imported(p) for p in GENERATOR))
    assert generator <= {
        "re", "collections.abc", "dataclasses", "random", ".", ".drawing", ".styles"
    }  # fmt: skip
    assert not any("labelled" in name for p in DETECTOR for name in imported(p))
    said, lists = word_lists(DETECTOR)
    drawn, drawn_lists = word_lists(GENERATOR)
    assert not said & drawn
    assert not lists & drawn_lists


def test_the_set_is_large_enough_varied_and_the_same_every_time() -> None:
    assert len({t.text for t in texts()}) >= 300
    assert len(STYLES) >= 10
    assert texts() == labelled_set()
    assert all(t.text[label.start : label.end].strip() for t in texts() for label in t.labels)


def test_what_the_case_knows_is_always_hidden_and_numbers_are_never_missed() -> None:
    counted = everything()

    for kind in ("已知姓名", "证件号码", "电话", "账户", "车牌", "出生日期"):
        assert counted.labels[kind] >= 10, kind
        assert counted.confusion[kind, MISSED] == 0, [e for e in counted.errors if e.kind == kind]


def test_what_only_looks_like_it_is_found_often_enough_also_in_styles_set_aside() -> None:
    unseen = measure(t for t in texts() if t.style in UNSEEN)

    for kind, least in (("姓名", 0.9), ("住址", 0.95), ("健康", 0.95), ("未成年人", 0.95)):
        assert everything().recall(kind) >= least, kind
        assert unseen.recall(kind) >= least, kind
    assert everything().precision("姓名") >= 0.9


def test_the_card_says_what_measuring_says_now() -> None:
    unseen = measure(t for t in texts() if t.style in UNSEEN)

    assert (HOME / "card.toml").read_text("utf-8") == card.written(everything(), unseen)
    assert all(card.certainty_of(p.code) < 100 for p in PATTERNS)
