"""`gongjian documents`: the page of all documents, from their definitions and the procedures."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gongjian.common.data import data_folder
from gongjian.process import Process, StepDef, load_process

from .catalogue import definitions
from .paper.definitions import Definition

HEAD = """\
# 文书一览

本页由 `gongjian documents --page docs/document-list.md` 从 `documents/` 的定义和
`processes/` 的程序生成，请勿手改。“文种”是文号中的简称，如“青环行罚决字〔2026〕1号”；
没有文种的不编号。“随办理生成”的不单独填写，由相应的办理操作制作。

{counts}

| 文书 | 代码 | 对外 | 文种 | 由谁、在哪一步制作 | 期限 | 必填/全部 | 依据 |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""
Makers = Mapping[str, Sequence[tuple[Process, StepDef]]]


def documents_command(words: Sequence[str]) -> int:
    """Print the page of all documents, or write it with `--page FILE`; return the exit code."""
    text = page(definitions(), shipped_processes())
    if words[:1] == ["--page"] and len(words) == 2:
        Path(words[1]).write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    return 0


def shipped_processes() -> list[Process]:
    """Return the procedures of the data folder, in the order of their files."""
    files = sorted(data_folder("processes").glob("*.toml"))
    return [load_process(file.read_text(encoding="utf-8"), file.name) for file in files]


def page(forms: Mapping[str, Definition], processes: Sequence[Process]) -> str:
    """Return the page as Markdown: every document, who makes it when, its limits and its law."""
    makers: dict[str, list[tuple[Process, StepDef]]] = {}
    for process in processes:
        for step in process.steps.values():
            for kind in step.makes:
                makers.setdefault(kind, []).append((process, step))
    outward = sum(form.outward for form in forms.values())
    fields = sum(len(form.fields) for form in forms.values())
    counts = (
        f"共 {len(forms)} 种：对外 {outward} 种、内部 {len(forms) - outward} 种；字段 {fields} 个。"
    )
    rows = (f"| {' | '.join(_row(form, makers))} |" for form in _ordered(forms, makers))
    return HEAD.format(counts=counts) + "\n".join(rows) + "\n"


def _ordered(forms: Mapping[str, Definition], makers: Makers) -> Iterator[Definition]:
    """Yield what procedures make in their order, then the rest by code."""
    yield from (forms[kind] for kind in makers if kind in forms)
    yield from (form for code, form in forms.items() if code not in makers)


def _row(form: Definition, makers: Makers) -> Iterator[str]:
    steps = makers.get(form.code, ())
    mandatory = sum(field.required for field in form.fields.values())
    yield form.name
    yield f"`{form.code}`"
    yield "是" if form.outward else ""
    yield form.series
    yield "；".join(dict.fromkeys(_made(p, s) for p, s in steps)) or "随办理生成"
    yield "；".join(dict.fromkeys(told for p, s in steps for told in _limits(p, s)))
    yield f"{mandatory}/{len(form.fields)}"
    yield form.source.replace("|", "／")


def _made(process: Process, step: StepDef) -> str:
    return f"{process.roles[step.by]}：{step.name}（{process.name}）"


def _limits(process: Process, step: StepDef) -> Iterator[str]:
    for verb, codes in (
        ("开始", step.starts),
        ("结束", step.stops),
        ("中止", step.pauses),
        ("恢复", step.resumes),
        ("延长", step.extends),
    ):
        yield from (f"{verb}{process.limits[code]}" for code in codes)
