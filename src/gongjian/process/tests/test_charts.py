"""The published flowchart and step table are the program's own definition."""

import dataclasses
import xml.etree.ElementTree as ET
from collections import defaultdict

import pytest

from gongjian.process import load_process
from gongjian.process.charts import (
    MEDIA,
    Medium,
    fits_a_page,
    flowchart_sheets,
    flowchart_svg,
    step_table,
)
from gongjian.process.layout import laid_out, wrapped
from gongjian.process.routing import Arrow, NoWay, routed
from gongjian.process.testing import SMALL, edited, shipped

PROCESS = shipped()
SVG = "{http://www.w3.org/2000/svg}"
DONE = ["propose_filing", "approve_filing", "record_inspection"]


def arrows_of(medium: str) -> list[Arrow]:
    arcs = [(p, s.code) for s in PROCESS.steps.values() for p in (s.frm or s.frm_any)]
    arcs += [(s.code, p) for s in PROCESS.steps.values() for p in s.to]
    return routed(laid_out(PROCESS, medium), arcs)


def drawn(medium: Medium = "paper") -> ET.Element:
    svg = flowchart_svg(
        PROCESS, done=DONE, now={"investigating"}, possible=["add_evidence"], width=medium
    )
    return ET.fromstring(svg)  # noqa: S314


def texts(root: ET.Element) -> str:
    return "".join(t for t in root.itertext())


@pytest.mark.requirement("P5")
@pytest.mark.parametrize("medium", MEDIA)
def test_every_place_step_and_arc_of_the_program_is_drawn(medium: Medium) -> None:
    root = drawn(medium)

    shown = texts(root)
    assert all(step.name in shown for step in PROCESS.steps.values() if not step.side)
    assert all(place.name in shown for place in PROCESS.places.values())
    arcs = sum(len(s.frm or s.frm_any) + len(s.to) for s in PROCESS.steps.values())
    assert len(root.findall(".//{*}polygon")) == arcs


@pytest.mark.parametrize("medium", MEDIA)
def test_boxes_lie_on_the_sheet_and_never_on_one_another(medium: Medium) -> None:
    layout = laid_out(PROCESS, medium)
    boxes = list(layout.boxes.values())

    for n, one in enumerate(boxes):
        assert one.x >= 0
        assert one.right <= layout.width
        assert one.bottom <= layout.height
        for other in boxes[:n]:
            apart = one.right <= other.x or other.right <= one.x
            assert apart or one.bottom <= other.y or other.bottom <= one.y


@pytest.mark.parametrize("medium", MEDIA)
def test_labels_fit_into_their_boxes(medium: Medium) -> None:
    layout = laid_out(PROCESS, medium)
    sheet = layout.sheet

    for box in layout.boxes.values():
        for line in box.lines:
            size = sheet.name if line.role == "name" else sheet.small
            assert len(line.text) * size <= box.width


@pytest.mark.parametrize("medium", MEDIA)
def test_arrows_are_upright_and_cut_no_box(medium: Medium) -> None:
    layout = laid_out(PROCESS, medium)

    for arrow in arrows_of(medium):
        for (x0, y0), (x1, y1) in zip(arrow.points, arrow.points[1:], strict=False):
            assert x0 == x1 or y0 == y1
            for box in layout.boxes.values():
                left, right = sorted((x0, x1))
                top, bottom = sorted((y0, y1))
                beside = right <= box.x or left >= box.right
                assert beside or bottom <= box.y or top >= box.bottom, (arrow, box.code)


@pytest.mark.parametrize("medium", MEDIA)
def test_only_arrows_with_a_common_end_share_a_stretch(medium: Medium) -> None:
    stretches: dict[tuple[str, float], list[tuple[float, float, Arrow]]] = defaultdict(list)
    for arrow in arrows_of(medium):
        for (x0, y0), (x1, y1) in zip(arrow.points, arrow.points[1:], strict=False):
            if x0 == x1:
                stretches["x", x0].append((min(y0, y1), max(y0, y1), arrow))
            else:
                stretches["y", y0].append((min(x0, x1), max(x0, x1), arrow))

    for lane in stretches.values():
        for n, (low, high, one) in enumerate(lane):
            for its_low, its_high, other in lane[:n]:
                if min(high, its_high) - max(low, its_low) > 0.01:
                    assert one.source == other.source or one.target == other.target


def test_states_are_classes_and_nothing_is_inline() -> None:
    root = drawn()

    classes = {
        title.text: group.get("class")
        for group in root.iter(f"{SVG}g")
        if (title := group.find("{*}title")) is not None
    }
    assert classes["批准立案（机关负责人），已完成"] == "step done"
    assert classes["环节：调查取证，正在进行"] == "place now"
    assert classes["签发决定书（机关负责人）"] == "step"
    marked = {t.text: t.get("class") for t in root.iter(f"{SVG}text")}
    assert marked["登记证据"] == "small possible"
    assert marked["制作现场检查笔录"] == "small done"
    assert not any("style" in e.attrib or e.tag.endswith("style") for e in root.iter())


def test_fork_and_join_have_their_bars() -> None:
    root = drawn()

    assert [r.get("class") for r in root.iter(f"{SVG}rect")].count("bar") == 3


def test_names_cannot_break_out_of_the_drawing() -> None:
    text = edited(SMALL, "finish", "name", '"<script>&\\"x"')

    svg = flowchart_svg(load_process(text))

    assert "<script>" not in svg
    assert '<script>&"x' in texts(ET.fromstring(svg))  # noqa: S314


def test_a_grid_without_room_is_refused() -> None:
    layout = laid_out(load_process(SMALL), "paper")
    begun = layout.boxes["begun"]
    wall = dataclasses.replace(begun, code="wall", y=begun.bottom + 1, width=900.0, height=14.0)
    walled = dataclasses.replace(
        layout, boxes=layout.boxes | {"wall": dataclasses.replace(wall, x=-9.0, col=1, row=1)}
    )

    with pytest.raises(NoWay, match="箭头没有位置"):
        routed(walled, [("begun", "finish")])


def test_lines_are_balanced_and_none_begins_with_a_comma() -> None:
    lines = wrapped("记录放弃陈述、申辩的情况", 10, 90)

    assert "".join(lines) == "记录放弃陈述、申辩的情况"
    assert max(map(len, lines)) - min(map(len, lines)) <= 2
    assert not any(line[0] in "、，" for line in lines)


def test_no_single_character_is_left_over_where_lines_hold_whole_ones() -> None:
    assert wrapped("举行听证并制作笔录", 10, 46) == ["举行听", "证并制", "作笔录"]


@pytest.mark.parametrize(("code", "sheets"), [("penalty-ordinary", 2), ("penalty-summary", 1)])
def test_the_printed_chart_is_cut_between_boxes_onto_two_sheets_at_most(
    code: str, sheets: int
) -> None:
    process = shipped(code)
    layout = laid_out(process, "paper")
    boxes = [[float(n) for n in box.split()] for box in flowchart_sheets(process)]

    assert len(boxes) == sheets
    assert sum(high for *_, high in boxes) == pytest.approx(layout.height, abs=1)
    for _, top, _, _ in boxes[1:]:
        assert not any(b.y < top - 1 and top + 1 < b.bottom for b in layout.boxes.values())
    assert '<g id="flow-paper" text-anchor="middle">' in flowchart_svg(process, named=True)


def test_a_link_leads_to_where_a_case_stands_in_the_whole_drawing_alone() -> None:
    now = drawn("phone").findall("{*}g[@id='now']")

    assert ["now" in str(box.get("class")) for box in now] == [True]
    assert 'id="now"' not in flowchart_svg(PROCESS, now={"investigating"})
    near = flowchart_svg(PROCESS, now={"investigating"}, width="phone", near=True)
    assert 'id="now"' not in near
    assert 'id="now"' not in flowchart_svg(PROCESS, width="phone")


@pytest.mark.parametrize(("code", "fits"), [("penalty-ordinary", False), ("penalty-summary", True)])
def test_only_a_short_procedure_is_shown_on_a_page_at_its_own_size(code: str, fits: bool) -> None:
    assert fits_a_page(flowchart_svg(shipped(code))) is fits
    assert fits_a_page(flowchart_svg(shipped(code), width="phone"))


def test_the_step_table_says_who_when_and_by_which_source() -> None:
    rows = {row["code"]: row for row in step_table(PROCESS)}

    assert len(rows) == len(PROCESS.steps)
    assert rows["deliver_notice"]["limits"] == "开始陈述、申辩的期限"
    assert rows["deliver"]["documents"] == "须有《行政处罚决定书》，制作《送达回证》"
    assert rows["issue_decision"]["by"] == "机关负责人"
    assert rows["submit_for_review"]["when"].startswith("属于法制审核范围，且陈述、申辩期限已满")
    assert rows["close"]["from"] == "“已履行”、“公示已办结”"
    assert rows["inform_party"]["from"] == "“待告知”或“听取陈述、申辩”"
    assert all(row["source"] for row in rows.values())
