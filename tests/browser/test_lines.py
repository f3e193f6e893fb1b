"""A long list of questions: the same words are answered with one press, each still by itself."""

from pathlib import Path
from types import SimpleNamespace as Bag
from typing import Any

from django.template.loader import render_to_string
from playwright.sync_api import Browser, expect

import gongjian.ui

WORDS = ["原材料", "李四", "原材料", "原材料"]


def question(number: int, words: str) -> Any:
    choices = [("hide", "确认隐去"), ("keep", "不隐去，予以保留")]
    inner = Bag(name=f"r.{number}.choice", id=f"r_{number}", choices=choices, typed=[], error="")
    item = Bag(name=f"r.{number}.item", id=f"i_{number}", value=str(number))
    return Bag(item=item, label=f"违法事实：…改变【{words}】和…", asked=[inner], fields=[inner])


def form() -> str:
    groups = [question(number, words) for number, words in enumerate(WORDS)]
    field = Bag(
        kind="lines", id="r", groups=groups, spec=Bag(label="逐处决定"), error="", only=None
    )
    drawn = render_to_string("ui/_act_field.html", {"field": field})
    return f"<form method='post' id='act'>{drawn}</form>"


def test_one_press_answers_what_is_asked_of_the_same_words(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content(form())
    page.add_script_tag(path=str(Path(gongjian.ui.__file__).parent / "static/ui/app.js"))

    page.check("#r_0_2")
    page.get_by_role("button", name="“原材料”还有 2 处没有选择，都选“不隐去，予以保留”").click()

    chosen = page.locator("input[type=radio]:checked")
    assert [one.get_attribute("id") for one in chosen.all()] == ["r_0_2", "r_2_2", "r_3_2"]
    expect(page.locator("#r_0_2")).to_be_focused()
    expect(page.locator(".same")).to_have_count(0)
    page.check("#r_2_1")
    expect(page.locator("#r_3_2")).to_be_checked()
    page.check("#r_1_1")
    expect(page.locator(".same")).to_have_count(0)
    page.close()
