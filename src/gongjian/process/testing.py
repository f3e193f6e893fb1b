"""Definitions for tests: the shipped one, edited copies of it, and small ones."""

import re

from gongjian.common.data import data_folder

from .definition import Process
from .loading import load_process

SMALL = """
[process]
code = "small"
name = "小程序"
version = "1"
effective_from = 2026-01-01
source = "测试"
starts_in = ["begun"]
ends_in = ["over"]

[roles]
handler = "承办人"

[[fact]]
code = "ready"
label = "已经齐备"
label_false = "尚未齐备"
from = "rows:test"
awaited = true

[[fact]]
code = "size"
label = "规模"
values = ["small", "large"]
labels = { small = "小", large = "大" }
from = "table:size"

[[place]]
code = "begun"
name = "开始"
row = 1
col = 1

[[place]]
code = "over"
name = "结束"
row = 3
col = 1

[[step]]
code = "finish"
name = "办结"
from = ["begun"]
to = ["over"]
by = "handler"
when = "ready"
source = "测试"
row = 2
col = 1

[[side_step]]
code = "note"
name = "记录"
in = ["begun"]
by = "handler"
source = "测试"

[[side_step]]
code = "strike"
name = "作废"
in = ["begun"]
by = "handler"
source = "测试"
"""


def shipped_text(code: str = "penalty-ordinary") -> str:
    return (data_folder("processes") / f"{code}.toml").read_text(encoding="utf-8")


def shipped(code: str = "penalty-ordinary") -> Process:
    return load_process(shipped_text(code), f"{code}.toml")


def edited(text: str, block: str, key: str, value: str | None) -> str:
    """Return the text with one key of the block `code = "<block>"` set to TOML, or taken out."""
    start = text.index(f'code = "{block}"\n')
    end = text.find("\n[", start)
    end = len(text) if end < 0 else end
    body = text[start:end]
    line = re.compile(rf'^{key} = (?:"""(?:.|\n)*?"""|.*)\n', re.MULTILINE)
    assert line.search(body) or value is not None, f"{block} has no {key}"
    body = line.sub("", body)
    if value is not None:
        body = body.rstrip("\n") + f"\n{key} = {value}\n"
    return text[:start] + body + text[end:]
