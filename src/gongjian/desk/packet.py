"""The party's packet: the papers it received, what it handed in, and a proof for each."""

from dataclasses import dataclass, field
from typing import Any

from gongjian.cases.models import QueryCode
from gongjian.cases.queries import filings_of
from gongjian.cases.services.party import holder_of
from gongjian.common.clock import Clock
from gongjian.documents.services import open_file
from gongjian.ledger.packets import packed
from gongjian.ledger.proofs import NotSealed, bundle

from .reading import served

_README = """这是从“我的案件”导出的材料包，可以用于申请行政复议、提起诉讼或者自己保存。

  index.json       里面有什么、每个文件的 SHA-256
  index.sig        平台对目录的签名：文件是一起交给您的，一个不多、一个不少
  key              签名用的公钥
  文书/            送达给您的文书（PDF，带电子签章）
  证明/            每份文书、每次提交的存证证明包
  我提交的/        您提交的内容、时间和回执号

核验：把整个压缩文件放进门户网站的“核验文书”页面；或者不联网、不依赖发证机关的系统
（需要 Python 3.11 和 gongjian 软件包）：

    gongjian-verify 本文件.zip --key 公钥

公钥请从机关门户网站等可靠途径取得。
"""


@dataclass
class _Box:
    files: dict[str, bytes] = field(default_factory=dict)
    listed: list[dict[str, Any]] = field(default_factory=list)


def packet(code: QueryCode, clock: Clock) -> bytes:
    """Return the packet as a signed zip that `gongjian-verify` and the portal can check.

    Raises:
        NotSealed: the newest entry waits for the log, a few seconds at most.
    """
    box = _Box()
    _papers(box, code, clock)
    _filings(box, code)
    told = {"number": code.number, "made_at": clock.now().isoformat(), "files": box.listed}
    return packed({**box.files, "README.txt": _README.encode()}, told)


def _papers(box: _Box, code: QueryCode, clock: Clock) -> None:
    actor = holder_of(code)
    for number, document in enumerate((one.document for one in served(code)), 1):
        file = document.files.filter(format="pdf").first()
        if file is None:
            continue
        opened = open_file(actor, document.uid, "pdf", clock)
        name = f"{number:02d}-{document.title}.pdf"
        _add(box, f"文书/{name}", opened.content, bundle(file, code.matter.stream_id))


def _filings(box: _Box, code: QueryCode) -> None:
    if code.victim_id is not None:
        return
    for number, filing in enumerate(filings_of(code.matter), 1):
        text = (
            f"{filing.get_kind_display()}\n回执号：{filing.receipt}\n"
            f"提交时间：{filing.given_at.isoformat()}\n\n{filing.content}\n"
        )
        name = f"我提交的/{number:02d}-{filing.get_kind_display()}.txt"
        _add(box, name, text.encode(), bundle(filing, code.matter.stream_id))


def _add(box: _Box, name: str, content: bytes, proof: bytes) -> None:
    where = f"证明/{name.rpartition('/')[2].rpartition('.')[0]}.zip"
    box.files[name] = content
    box.files[where] = proof
    box.listed.append({"file": name, "proof": where})


__all__ = ["NotSealed", "packet"]
