"""Provisions read out of texts: what hands write, and what they do not mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.catalog.citing import chinese, cited
from gongjian.catalog.definitions import Article
from gongjian.catalog.library import causes
from gongjian.catalog.reading import Cited, number, plain, read

Told = tuple[int, int, int, int]  # article, 之, paragraph, item


def told(text: str) -> list[Told]:
    return [(c.article, c.sub, c.paragraph, c.item) for c in read(text)]


FORMS: list[tuple[str, list[Told]]] = [
    # Chinese numerals
    ("《甲法》第一条", [(1, 0, 0, 0)]),
    ("《甲法》第十条", [(10, 0, 0, 0)]),
    ("《甲法》第二十四条第一款", [(24, 0, 1, 0)]),
    ("《甲法》第一百零八条第一项", [(108, 0, 0, 1)]),
    ("《甲法》第一百一十二条第一款第一项", [(112, 0, 1, 1)]),
    ("《甲法》第一千一百七十五条第二款", [(1175, 0, 2, 0)]),
    ("《甲法》第一千零九十五条第一款", [(1095, 0, 1, 0)]),
    ("《甲法》第一千零六十条", [(1060, 0, 0, 0)]),
    ("《甲法》第一〇八条", [(108, 0, 0, 0)]),
    ("《甲法》第二○条", [(20, 0, 0, 0)]),
    ("《甲法》第两百条", [(200, 0, 0, 0)]),
    # digits
    ("《甲法》第31条第1款", [(31, 0, 1, 0)]),
    ("《甲法》第 31 条第 1 款第 2 项", [(31, 0, 1, 2)]),
    ("《甲法》第３１条第１款", [(31, 0, 1, 0)]),
    ("《甲法》第1175条第1款第(1)项", [(1175, 0, 1, 1)]),
    # items in brackets
    ("《甲法》第二条第（三）项", [(2, 0, 0, 3)]),
    ("《甲法》第二条第(三)项", [(2, 0, 0, 3)]),
    ("《甲法》第二条第一款（三）项", [(2, 0, 1, 3)]),
    ("《甲法》第二条第（十二）项", [(2, 0, 0, 12)]),
    # lists
    ("《甲法》第一条、第二条", [(1, 0, 0, 0), (2, 0, 0, 0)]),
    ("《甲法》第一条和第二条第三款", [(1, 0, 0, 0), (2, 0, 3, 0)]),
    ("《甲法》第一、三条", [(1, 0, 0, 0), (3, 0, 0, 0)]),
    ("《甲法》第五条第一款第一项、第二款", [(5, 0, 1, 1), (5, 0, 2, 0)]),
    ("《甲法》第五条第一款第一项、第三项", [(5, 0, 1, 1), (5, 0, 1, 3)]),
    ("《甲法》第五条第一、二款", [(5, 0, 1, 0), (5, 0, 2, 0)]),
    ("《甲法》第五条第（一）、（三）项", [(5, 0, 0, 1), (5, 0, 0, 3)]),
    ("《甲法》第五条第（一）（三）项", [(5, 0, 0, 1), (5, 0, 0, 3)]),
    ("《甲法》第五条第一、第三项", [(5, 0, 0, 1), (5, 0, 0, 3)]),
    ("《甲法》第五条第一款和第二款第二项", [(5, 0, 1, 0), (5, 0, 2, 2)]),
    ("《甲法》第五条第一款，第六条", [(5, 0, 1, 0), (6, 0, 0, 0)]),
    # spans
    ("《甲法》第三十条至第三十二条", [(30, 0, 0, 0), (31, 0, 0, 0), (32, 0, 0, 0)]),
    ("《甲法》第三十条第一款至第三款", [(30, 0, 1, 0), (30, 0, 2, 0), (30, 0, 3, 0)]),
    ("《甲法》第三十条第一项至第三项", [(30, 0, 0, 1), (30, 0, 0, 2), (30, 0, 0, 3)]),
    ("《甲法》第三十条第一款第二项—第三项", [(30, 0, 1, 2), (30, 0, 1, 3)]),
    # 之一
    ("《甲法》第一百二十条之一", [(120, 1, 0, 0)]),
    ("《甲法》第一百二十条之二第一款第三项", [(120, 2, 1, 3)]),
    ("《甲法》第120条之1", [(120, 1, 0, 0)]),
    # words around
    ("违反了《甲法》第五条第二款的规定，依据该法第六条", [(5, 0, 2, 0), (6, 0, 0, 0)]),
    ("《甲法》（2021年修订）第五条", [(5, 0, 0, 0)]),
    ("《甲条例》（国务院令第682号）第二十三条第一款", [(23, 0, 1, 0)]),
    ("行政处罚法 第三十三条第一款", [(33, 0, 1, 0)]),
    ("依照行政处罚法第三十三条", [(33, 0, 0, 0)]),
    ("《甲法》第五条所列第二项行为", [(5, 0, 0, 2)]),
    ("《甲法》第五条\n第二款", [(5, 0, 2, 0)]),
    # what is no provision
    ("", []),
    ("《甲法》", []),
    ("第三方检测报告，共两项罚款", []),
    ("处五万元以上十万元以下罚款两项", []),
    ("青环罚字〔2026〕第12号", []),
    ("第二款", []),
    ("《甲法》第零条", []),
]


@pytest.mark.requirement("Q9")
@pytest.mark.parametrize(("text", "provisions"), FORMS)
def test_every_form_is_read(text: str, provisions: list[Told]) -> None:
    assert told(text) == provisions


@pytest.mark.parametrize(
    ("text", "laws"),
    [
        ("《甲法》第一条、《乙法》第二条", ["甲法", "乙法"]),
        ("《甲法》第一条；《乙法》第二条、第三条", ["甲法", "乙法", "乙法"]),
        ("《中华人民共和国甲法》（以下简称《甲法》）第一条", ["中华人民共和国甲法"]),
        (
            "《中华人民共和国甲法》（以下简称《甲法》）第一条，《乙法》第二条，《甲法》第三条",
            ["中华人民共和国甲法", "乙法", "中华人民共和国甲法"],
        ),
        ("《甲法》第一条，依据本法第二条", ["甲法", "甲法"]),
        ("根据行政处罚法 第五条", ["行政处罚法"]),
        ("城市市容和环境卫生管理条例 第五条", ["城市市容和环境卫生管理条例"]),
        ("当事人违反了甲条例第五条和乙条例第六条", ["甲条例", "乙条例"]),
        ("第五条", [""]),
    ],
)
def test_every_provision_is_of_the_law_it_is_written_under(text: str, laws: list[str]) -> None:
    assert [c.law for c in read(text)] == laws


def test_the_edition_is_what_stands_behind_the_name() -> None:
    assert [c.edition for c in read("《甲法》（2012年修正）第一条、《乙法》第二条")] == [
        "2012年修正",
        "",
    ]


def test_a_span_that_is_a_slip_of_the_pen_is_not_read_out() -> None:
    assert told("《甲法》第一条至第九百条") == [(1, 0, 0, 0), (900, 0, 0, 0)]


@pytest.mark.parametrize("text", ["", "〇", "九千九百九十九千", "10000", "0"])
def test_what_numbers_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no provision|invalid literal"):
        number(text)


@given(st.integers(1, 9_999))
def test_a_number_comes_back_from_every_spelling(value: int) -> None:
    wide = str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))

    assert {number(chinese(value)), number(str(value)), number(wide)} == {value}


def test_names_are_compared_without_the_name_of_the_state() -> None:
    assert plain("《中华人民共和国 行政处罚法》") == plain("行政处罚法") == "行政处罚法"
    assert plain("人民警察法") != plain("警察法")


def test_what_the_catalogue_writes_is_read_back() -> None:
    for cause in causes():
        for role in ("violated", "basis"):
            mine = [a for a in cause.articles if a.role == role]
            assert read(cited(mine)) == [_cited(a) for a in mine], cause.origin


def test_every_source_of_a_sum_or_kind_names_a_provision() -> None:
    for cause in causes():
        sources = [r.source for r in cause.ranges.values()] + [p.source for p in cause.penalties]
        assert all(read(source) for source in sources), cause.origin


def _cited(article: Article) -> Cited:
    return Cited(article.law, article.article, 0, article.paragraph, article.item)
