"""An agency's own Word template: proven before it is used, filled from the frozen values.

In the template stand `{{ party_name }}` for a field, `{%p for line in facts %}` … `{%p endfor %}`
round a paragraph or `{%tr for row in officers %}` … `{%tr endfor %}` round a table row, and
`{%p if fine %}` … `{%p endif %}`. Nothing else of the template language is let in: a template is an
upload, not a program.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from .binding import Frame
from .definitions import FRAME, Definition
from .values import shown
from .word import same_bytes

MOST_PARTS, MOST_UNPACKED = 2000, 60 * 1024 * 1024
_ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.For, nodes.If)
_ACTIVE = re.compile(r"vba|macro|activex|oleobject|embeddings/", re.IGNORECASE)
_OUTSIDE: Final = b'TargetMode="External"'
_LINK: Final = b"relationships/hyperlink"


class BadTemplate(ValueError):
    """A template that cannot be used; `problems` names each reason."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("；".join(problems))
        self.problems = problems


def prove(content: bytes, definition: Definition) -> None:
    """Refuse a template that is no Word file, carries a program, or lacks a mandatory field.

    It is filled once with sample values, so that it cannot fail later.

    Raises:
        BadTemplate: names every unknown placeholder, every missing field, everything active.
    """
    _refuse_package(content)
    try:
        tree = _environment().parse(_source(content))
    except TemplateError as error:
        raise BadTemplate((f"模板语法有误：{error}",)) from None
    except (KeyError, ValueError, PackageNotFoundError) as error:
        raise BadTemplate((f"不是完整的 Word 文件（{error}）",)) from None
    problems = tuple(_problems(tree, definition))
    if problems:
        raise BadTemplate(problems)
    for values in (sample_values(definition), dict.fromkeys(definition.fields)):
        try:
            fill(content, definition, values, Frame("示例机关", "", "2026-01-01"))
        except Exception as error:  # noqa: BLE001 -- whatever the library cannot fill is refused
            raise BadTemplate((f"模板无法填写：{error}",)) from None


def fill(content: bytes, definition: Definition, values: Mapping[str, Any], frame: Frame) -> bytes:
    """Return the Word file of a template filled with frozen values: same values, same bytes."""
    known: dict[str, Any] = {
        code: _told(spec.kind, values.get(code)) for code, spec in definition.fields.items()
    }
    known |= {
        "issuer": frame.issuer,
        "number": frame.number,
        "made_on": shown("date", frame.made_on),
    }
    template = DocxTemplate(io.BytesIO(content))
    template.render(known, jinja_env=_environment(), autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return same_bytes(out.getvalue())


def sample_values(definition: Definition) -> dict[str, Any]:
    """Return values that show where each field goes: its label in brackets."""
    return {
        code: _sample(spec.kind, spec.label, spec.columns) for code, spec in _fields(definition)
    }


def _fields(definition: Definition) -> Iterator[tuple[str, Any]]:
    yield from definition.fields.items()


def _sample(kind: str, label: str, columns: Mapping[str, str]) -> Any:
    match kind:
        case "date":
            return "2026-01-01"
        case "moment":
            return "2026-01-01T09:30:00+08:00"
        case "money" | "number":
            return 100_00
        case "list":
            return [f"〔{label}一〕", f"〔{label}二〕"]
        case "rows":
            return [{code: f"〔{name}〕" for code, name in columns.items()}] * 2
        case _:
            return f"〔{label}〕"


def _told(kind: str, value: Any) -> Any:
    if kind in {"list", "rows"}:
        return value or []
    return shown(kind, value)


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True)


def _source(content: bytes) -> str:
    """Return what the template language reads of the body, its heads and its feet."""
    template = DocxTemplate(io.BytesIO(content))
    template.init_docx()
    parts = [template.patch_xml(template.get_xml())]
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        parts += [
            template.patch_xml(template.get_part_xml(part))
            for _, part in template.get_headers_footers(uri)
        ]
    return "\n".join(parts)


def _problems(tree: nodes.Template, definition: Definition) -> Iterator[str]:
    used: set[str] = set()
    yield from _walk(tree, definition, {}, used)
    yield from (f"没有名为“{name}”的字段" for name in sorted(used - set(definition.fields) - FRAME))
    for code, field in definition.fields.items():
        if field.required and code not in used:
            yield f"缺少必备项“{field.label}”，请在模板中写入 {{{{ {code} }}}}"


def _walk(
    node: nodes.Node, definition: Definition, loops: Mapping[str, str], used: set[str]
) -> Iterator[str]:
    """Yield what may not stand here; `loops`: variable → field it runs over; fill `used`."""
    if isinstance(node, nodes.Getattr):
        yield from _column(node, loops, definition)
        return
    if isinstance(node, nodes.Name):
        if node.name not in loops:
            used.add(node.name)
        return
    if not isinstance(node, (*_ALLOWED, nodes.Not)):
        yield f"模板里只能写字段、循环和条件，不能写“{type(node).__name__}”"
        return
    if isinstance(node, nodes.For):
        each = definition.fields.get(_name(node.iter))
        if each is None or each.kind not in {"list", "rows"} or node.test or node.else_:
            yield f"循环只能写成“for 变量 in 字段”，字段须是多项的：{_name(node.iter)}"
            return
        used.add(each.code)
        loops = {**loops, _name(node.target): each.code, "loop": ""}
        children: Iterable[nodes.Node] = node.body
    else:
        children = node.iter_child_nodes()
    for child in children:
        yield from _walk(child, definition, loops, used)


def _column(node: nodes.Getattr, loops: Mapping[str, str], definition: Definition) -> Iterator[str]:
    owner = _name(node.node)
    if owner == "loop" and "loop" in loops and node.attr == "index":
        return
    field = definition.fields.get(loops.get(owner, ""))
    if field is None or node.attr not in field.columns:
        yield f"“{owner}.{node.attr}”不是循环里的列"


def _name(node: nodes.Node) -> str:
    return str(getattr(node, "name", type(node).__name__))


def _refuse_package(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            if len(entries) > MOST_PARTS or sum(e.file_size for e in entries) > MOST_UNPACKED:
                raise BadTemplate(("文件过大或者内部部件过多，请另存为简洁的 .docx",))
            names = {entry.filename for entry in entries}
            if "word/document.xml" not in names:
                raise BadTemplate(("不是 Word 文件（.docx），请在 Word 中另存为 .docx 后上传",))
            kinds = package.read("[Content_Types].xml")
            links = [package.read(name) for name in names if name.endswith(".rels")]
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError):
        raise BadTemplate(("不是 Word 文件（.docx），请在 Word 中另存为 .docx 后上传",)) from None
    if any(_ACTIVE.search(name) for name in names) or b"macroEnabled" in kinds:
        raise BadTemplate(("模板里有宏或者嵌入的对象，请删去后另存为 .docx",))
    if any(_outside(text) for text in links):
        raise BadTemplate(("模板引用了外部文件，请改为直接写入模板",))


def _outside(links: bytes) -> bool:
    """Tell whether a part fetches something from elsewhere; a hyperlink does not by itself."""
    return any(
        _OUTSIDE in link and _LINK not in link
        for link in re.findall(rb"<Relationship [^>]*>", links)
    )
