"""What is the same on every page is found once, and is what Django itself would have found."""

from uuid import uuid4

import pytest
from django.template import Context, Engine, Template
from django.template.engine import Engine as Plain
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gongjian.ui.links import link


def drawn(text: str, **known: object) -> str:
    return Template(text).render(Context(known))


def by_django(text: str, **known: object) -> str:
    plain: Engine = Plain(builtins=["django.templatetags.i18n"])
    return plain.from_string(text).render(Context(known))


@pytest.mark.parametrize("code", ["cases.open_case", "plain", "with space", "百分%20", "a-b_c"])
def test_an_address_is_that_of_django(code: str) -> None:
    for uid in (uuid4(), uuid4()):
        assert link("workbench:matter", uid) == reverse("workbench:matter", args=[uid])
        wanted = reverse("workbench:matter_act", args=[uid, code])
        assert link("workbench:matter_act", uid, code) == wanted
        text = (
            '{% url "workbench:matter_act" uid code %}|{% url "workbench:home" as home %}{{ home }}'
        )
        assert drawn(text, uid=uid, code=code) == by_django(text, uid=uid, code=code)


@given(st.text(max_size=6))
def test_whatever_stands_in_a_part_is_written_as_django_writes_it(part: str) -> None:
    uid = uuid4()
    try:
        wanted = reverse("workbench:matter_act", args=[uid, part])
    except NoReverseMatch:
        with pytest.raises(NoReverseMatch):
            link("workbench:matter_act", uid, part)
    else:
        assert link("workbench:matter_act", uid, part) == wanted


def test_an_address_that_no_page_has_is_refused() -> None:
    with pytest.raises(NoReverseMatch):
        link("workbench:matter", "kein-uid")
    with pytest.raises(NoReverseMatch):
        drawn('{% url "workbench:no_such_page" uid %}', uid=uuid4())
    assert (
        drawn('{% url "workbench:no_such_page" uid as there %}[{{ there }}]', uid=uuid4()) == "[]"
    )


def test_a_sentence_is_said_in_the_language_of_the_reader() -> None:
    template = Template('{% translate "January" %} {% translate word %}')
    said = {}
    for language in ("de", "zh-hans", "de"):
        with translation.override(language):
            said[language] = template.render(Context({"word": "March"}))

    assert said == {"de": "Januar März", "zh-hans": "一月 三月"}


def test_a_sentence_with_a_filter_or_a_name_is_left_to_django() -> None:
    text = '{% translate "a"|upper %}{% translate "b" as word %}[{{ word }}]{% translate "<" %}'
    assert drawn(text) == by_django(text)
