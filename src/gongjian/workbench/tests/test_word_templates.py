"""An agency's own Word template: proven, put in force by its administrator, for new papers."""

import io
import zipfile
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongjian.cases.testing import Cast, file_case, make_cast, open_case
from gongjian.common.errors import NotAllowed
from gongjian.documents.catalogue import definition
from gongjian.documents.models import Document, Template
from gongjian.documents.paper.binding import Frame
from gongjian.documents.paper.templates import BadTemplate, fill, prove, sample_values
from gongjian.documents.services import AddTemplate, add_template, keep_word, open_file
from gongjian.documents.testing import typed_command
from gongjian.jobs.services import work_until_idle
from gongjian.matters.models import Matter
from gongjian.orgs.testing import make_officer
from gongjian.workbench.testing import signed_in

KIND = "questioning-record"
FORM = definition(KIND)
LOOPS = ("person_details", "officers", "dialogue")


def lines() -> list[str]:
    """Return the paragraphs of a template with every mandatory field."""
    plain = [c for c, f in FORM.fields.items() if f.required and c not in LOOPS]
    found = ["{{ issuer }}的询问笔录", *(f"{c}：{{{{ {c} }}}}" for c in plain)]
    for code in LOOPS:
        first = next(iter(FORM.fields[code].columns))
        found += [f"{{%p for row in {code} %}}", f"{{{{ row.{first} }}}}", "{%p endfor %}"]
    return found


def word(paragraphs: list[str], **parts: bytes) -> bytes:
    """Return a Word file with these paragraphs, and other parts put into its package."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    if parts:
        with zipfile.ZipFile(out, "a") as package:
            for name, content in parts.items():
                package.writestr(name, content)
    return out.getvalue()


def text_of(content: bytes) -> str:
    return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)


def test_a_template_with_every_mandatory_field_is_accepted_and_filled_the_same_each_time() -> None:
    content = word(lines())
    prove(content, FORM)
    values = sample_values(FORM) | {"place": "<b>罗家镇</b> & {{ cause }}"}

    first = fill(content, FORM, values, Frame("青川市生态环境局", "", "2026-03-12"))
    again = fill(content, FORM, values, Frame("青川市生态环境局", "", "2026-03-12"))

    said = text_of(first)
    assert "青川市生态环境局的询问笔录" in said
    assert "place：<b>罗家镇</b> & {{ cause }}" in said
    assert "2026年1月1日9时30分" in said
    assert first == again


@pytest.mark.requirement("Q8")
@pytest.mark.parametrize("code", [c for c, f in FORM.fields.items() if f.required])
def test_each_mandatory_field_that_is_missing_is_named(code: str) -> None:
    kept = [line.replace(code, "recorder" if code not in LOOPS else code) for line in lines()]
    if code in LOOPS:
        at = kept.index(f"{{%p for row in {code} %}}")
        kept[at : at + 3] = []
    if code == "recorder":
        kept = [line for line in lines() if "recorder" not in line]

    with pytest.raises(BadTemplate, match=f"缺少必备项“{FORM.fields[code].label}”"):
        prove(word(kept), FORM)


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (["{{ surprise }}"], "没有名为“surprise”的字段"),
        (["{{ cause.__class__ }}"], "不是循环里的列"),
        (["{{ cause.upper() }}"], "不能写“Call”"),
        (["{{ ''.__class__.__mro__ }}"], "不是循环里的列"),
        (["{{ cause|safe }}"], "不能写“Filter”"),
        (["{% set x = 1 %}"], "不能写"),
        (["{% include 'x' %}"], "不能写"),
        (["{%p for x in cause %}", "{{ x }}", "{%p endfor %}"], "循环只能"),
        (["{%p for x in range(9) %}", "{{ x }}", "{%p endfor %}"], "循环只能"),
        (["{%p for x in officers %}", "{{ x.secret }}", "{%p endfor %}"], "不是循环里的列"),
        (["{%p for x in officers %}"], "语法有误"),
    ],
)
def test_what_a_template_may_not_say_is_refused(extra: list[str], said: str) -> None:
    with pytest.raises(BadTemplate, match=said):
        prove(word([*lines(), *extra]), FORM)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "不是 Word 文件"),
        (b"PK nothing", "不是 Word 文件"),
        (word(lines(), **{"word/vbaProject.bin": b"x"}), "宏"),
        (word(lines(), **{"word/embeddings/a.bin": b"x"}), "嵌入"),
        (
            word(
                lines(),
                **{
                    "word/_rels/settings.xml.rels": b'<Relationship Id="r" Type="attachedTemplate"'
                    b' Target="http://example.org/t.dotm" TargetMode="External"/>'
                },
            ),
            "外部文件",
        ),
    ],
)
def test_a_file_that_is_none_or_carries_a_program_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(BadTemplate, match=said):
        prove(content, FORM)


# --- in force -------------------------------------------------------------------------------------


def staffed() -> Cast:
    cast = make_cast(accounts=True)
    cast.people["admin"] = make_officer(cast.agency, ("admin_system",), account=True)
    return cast


def record(cast: Cast, matter: Matter) -> Document:
    values = vars(typed_command(KIND, cast.now))
    made: Document = cast.do(
        "handler", f"documents.make_{KIND.replace('-', '_')}", matter, **values
    )
    work_until_idle(cast.clock)
    return made


def word_of(cast: Cast, document: Document) -> str:
    opened = open_file(cast.actor("handler"), document.uid, "docx", cast.clock)
    return text_of(opened.content)


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
def test_what_is_made_after_it_is_drawn_from_the_template_and_nothing_before() -> None:
    cast = staffed()
    matter = file_case(cast, open_case(cast))
    before = record(cast, matter)
    content = word(["本机关自己的版式", *lines()])
    page = reverse("documents:templates")
    sent: dict[str, Any] = {"kind": KIND, "file": SimpleUploadedFile("模板.docx", content)}

    done = signed_in(cast, "admin").post(page, sent)
    after = record(cast, matter)
    template = Template.objects.get()
    seen = signed_in(cast, "admin").get(reverse("documents:template", args=[template.uid]))

    assert done.status_code == 302
    assert "本机关自己的版式" not in word_of(cast, before)
    assert "本机关自己的版式" in word_of(cast, after)
    assert "〔案由〕" in text_of(seen.content)
    assert template.version == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
def test_a_wrong_template_is_told_on_the_page_and_nothing_is_in_force() -> None:
    cast = staffed()
    sent: dict[str, Any] = {"kind": KIND, "file": SimpleUploadedFile("a.docx", word(["空"]))}

    answer = signed_in(cast, "admin").post(reverse("documents:templates"), sent)

    assert answer.status_code == 422
    assert "缺少必备项“案由”" in answer.content.decode()
    assert not Template.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
def test_only_the_administrator_of_the_agency_keeps_its_templates() -> None:
    cast = staffed()
    kept = keep_word(cast.actor("handler"), word(lines()), "a.docx", cast.clock)

    cmd = AddTemplate(kind=KIND, file=kept.uid)

    with pytest.raises(NotAllowed):
        add_template(actor=cast.actor("handler"), cmd=cmd, clock=cast.clock)
    answer = signed_in(cast, "handler").get(reverse("documents:templates"))

    assert answer.status_code == 403
