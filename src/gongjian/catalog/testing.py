"""A small cause as text, for tests that spoil one thing in it."""

from .definitions import Cause
from .loading import load_cause

# By 生态环境法典 第一千二百四十二条, from 2026-08-15.
REPEALED = (
    "环境保护法",
    "环境影响评价法",
    "海洋环境保护法",
    "大气污染防治法",
    "水污染防治法",
    "土壤污染防治法",
    "固体废物污染环境防治法",
    "噪声污染防治法",
    "放射性污染防治法",
    "清洁生产促进法",
)
TEXT = """\
[cause]
code = "sample"
name = "示例案由"
domain = "environment"
profile = "national"
version = "1"
effective_from = 2020-01-01
confidence = "K-M"
layer = "design"
source = "示例"
words = ["示例"]

[[article]]
role = "violated"
law = "某法"
article = 1
paragraph = 1
item = 0
effective_from = 2020-01-01

[[article]]
role = "basis"
law = "某法"
article = 2
paragraph = 0
item = 3
effective_from = 2020-01-01

[[range]]
code = "fine"
name = "罚款"
must = true
min_fen = 1_000_000
max_fen = 10_000_000
source = "某法 第二条"

[[penalty]]
kind = "warning"
source = "某法 第二条"

[[circumstance]]
code = "times"
label = "违法次数"
values = { first = "首次", again = "再次" }
proof = "查询记录"

[[circumstance]]
code = "harm"
label = "后果"
values = { none = "没有", slight = "轻微", grave = "严重" }
proof = "笔录"

[[step]]
code = "lenient"
name = "从轻"
range = "fine"
from = 0
to = 300

[[step]]
code = "ordinary"
name = "一般"
range = "fine"
from = 300
to = 700

[[step]]
code = "severe"
name = "从重"
range = "fine"
from = 700
to = 1000

[[row]]
when = { harm = "grave" }
then = "severe"
name = "后果严重"
source = "示例"

[[row]]
when = { times = "first" }
then = "lenient"
name = "首次"
source = "示例"

[[row]]
when = {}
then = "ordinary"
name = "其他"
source = "示例"

[[element]]
code = "act"
name = "违法行为"
required = true
needs = ["on_site_record", "audiovisual"]

[[element]]
code = "mending"
name = "改正情况"
needs = ["documentary"]
"""


def edited(*changes: tuple[str, str]) -> str:
    """Return the text with pieces replaced, each of which must be there."""
    text = TEXT
    for old, new in changes:
        if old not in text:
            msg = f"the sample says nothing like {old!r}"
            raise ValueError(msg)
        text = text.replace(old, new, 1)
    return text


def sample(*changes: tuple[str, str]) -> Cause:
    """Return the sample cause, with changes."""
    return load_cause(edited(*changes), "sample.toml")
