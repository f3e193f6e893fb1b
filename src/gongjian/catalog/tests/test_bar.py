"""The bar of a legal range: well-formed, escaped, the mark where it belongs."""

from xml.etree import ElementTree

from gongjian.catalog.bar import Part, range_svg


def drawn(mark: int | None, name: str = "从轻") -> ElementTree.Element:
    text = range_svg(
        100,
        1000,
        [Part(name, 100, 370, here=True), Part("一般", 370, 1000)],
        ends=("1元", "10元"),
        label="法定",
        mark=mark,
        mark_label="拟罚",
    )
    assert "style=" not in text
    return ElementTree.fromstring(text)  # noqa: S314 -- our own drawing


def place(mark: int) -> float:
    path = next(e for e in drawn(mark).iter() if e.get("class") == "mark")
    return float(str(path.get("d")).split(" ")[0].removeprefix("M"))


def test_the_mark_lies_in_order_of_the_sums() -> None:
    places = [place(fen) for fen in (50, 100, 370, 1000, 2000)]

    assert places == sorted(places)
    assert len(set(places)) == len(places)


def test_the_applicable_step_is_marked() -> None:
    assert [e.get("class") for e in drawn(None).iter() if e.tag.endswith("rect")] == [
        "all",
        "part here",
        "part",
    ]


def test_names_are_escaped() -> None:
    assert any(e.text == "<b>" for e in drawn(None, "<b>").iter())
