"""`gongjian-verify witness new|fetch|take|serve|check`: what a witness runs on its own machine."""

import argparse
import hashlib
import hmac
import json
import re
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any

from .note import NoteError
from .tiles import LogError, over_the_web
from .witness import KEPT, Contradiction, Kept, Store, Unlinked, check, fetch, json_lines, take

_MOST = 8 << 20
_SHORTEST_SECRET = 16
_ALARM = "！！！ 日志前后不一致 ！！！\n"


def main(argv: Sequence[str]) -> int:
    """Return 0 when all is well, 1 when something cannot be checked, 2 when the log contradicts."""
    args = _parser().parse_args(argv)
    try:
        told: str = args.run(args)
    except Contradiction as error:
        print(f"{_ALARM}{error}。", file=sys.stderr)
        return 2
    except (NoteError, LogError, Unlinked, OSError, ValueError, KeyError, TypeError) as error:
        print(f"没有完成：{error}。", file=sys.stderr)
        return 1
    print(told)
    return 0


def _now() -> datetime:
    """Return the moment by the clock of the witness's own machine."""
    return datetime.now(UTC)


def _new(args: argparse.Namespace) -> str:
    key = Store(args.folder).make(args.name)
    return f"见证方的公钥（请交给机关登记）：\n{key}"


def _fetch(args: argparse.Namespace) -> str:
    kept = fetch(Store(args.folder), over_the_web(args.log), key=_text(args.key), now=_now())
    return f"前后一致：日志现有 {kept.size} 条。已保存并副署。\n{kept.cosigned}"


def _take(args: argparse.Namespace) -> str:
    records = [one for path in args.files for one in json_lines(path.read_text(encoding="utf-8"))]
    taken = taken_of(Store(args.folder), records, _text(args.key))
    return f"前后一致：收下 {len(taken)} 个检查点。" + "".join(f"\n{k.cosigned}" for k in taken)


def _check(args: argparse.Namespace) -> str:
    notes = _notes(args.kept)
    if not notes:
        raise LogError(f"{args.kept} 里没有检查点")
    today = check(notes, over_the_web(args.log), key=_text(args.key), witness=_text(args.witness))
    return (
        f"核验通过：日志现有 {today.size} 条，是接着所保存的 {len(notes)} 个检查点写下去的，"
        "以前的记录没有改动、没有减少。"
    )


def _serve(args: argparse.Namespace) -> str:
    secret = args.secret.read_text(encoding="utf-8").strip()
    if len(secret) < _SHORTEST_SECRET:
        raise ValueError(f"{args.secret} 里的密钥应当至少{_SHORTEST_SECRET}个字符")
    server = receiver(Store(args.folder), _text(args.key), secret, args.host, args.port)
    print(f"等候检查点：{args.host}:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return "已停止"
    return ""


def taken_of(store: Store, records: Sequence[dict[str, Any]], key: str) -> list[Kept]:
    """Take checkpoints in order; stop at the first that does not link, and say so if none did.

    Raises:
        NoteError, Contradiction, Unlinked: see `take`.
    """
    taken = []
    for record in records:
        proof = [bytes.fromhex(step) for step in record["proof"]]
        try:
            note, old = str(record["checkpoint"]), int(record["old"])
            taken.append(take(store, note, old=old, proof=proof, key=key, now=_now()))
        except Unlinked:
            if not taken:
                raise
            break
    return taken


def receiver(store: Store, key: str, secret: str, host: str, port: int) -> ThreadingHTTPServer:
    """Return a server that takes pushed checkpoints one after the other.

    Who sends slowly, or nothing, holds up nobody else.
    """
    turn = Lock()

    def answer(body: bytes) -> tuple[int, dict[str, Any]]:
        with turn:
            return _answer(store, key, body)

    return ThreadingHTTPServer((host, port), _handler(answer, secret))


def _answer(store: Store, key: str, body: bytes) -> tuple[int, dict[str, Any]]:
    try:
        taken = taken_of(store, json_lines(body.decode()), key)
    except Unlinked as error:
        return 200, {"receipt": f"{store.name}: {error.size}", "size": error.size}
    except Contradiction as error:
        print(f"{_ALARM}{error}。", file=sys.stderr, flush=True)
        return 422, {"error": str(error)}
    except (NoteError, ValueError, KeyError, TypeError) as error:
        return 400, {"error": str(error)}
    last = store.last()
    size = last.size if last is not None else 0
    return 200, {
        "receipt": f"{store.name}: {size}",
        "size": size,
        "cosignatures": [{"size": one.size, "line": one.cosignature} for one in taken],
    }


def _handler(
    answer: Callable[[bytes], tuple[int, dict[str, Any]]], secret: str
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 30

        def do_POST(self) -> None:
            told = self.headers.get("Content-Length", "")
            length = int(told) if re.fullmatch(r"[0-9]{1,9}", told) else 0
            if not 0 < length <= _MOST:
                return self._say(413, {})
            body = self.rfile.read(length)
            signed = self.headers.get("X-Gongjian-Time", "").encode() + b"." + body
            right = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
            said = self.headers.get("X-Gongjian-Signature", "")
            if not hmac.compare_digest(said.encode(), f"sha256={right}".encode()):
                return self._say(403, {})
            return self._say(*answer(body))

        def _say(self, status: int, told: dict[str, Any]) -> None:
            content = json.dumps(told, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            """Stay silent: what was taken stands in the folder."""

    return Handler


def _notes(path: Path) -> list[str]:
    """Return the checkpoints of a witness's folder, of its `kept.jsonl`, or of one note."""
    folder = path if path.is_dir() else path.parent
    if path.is_dir() or path.name == KEPT:
        return [one.cosigned for one in Store(folder).kept()]
    return [path.read_text(encoding="utf-8")]


def _text(given: str) -> str:
    """Return a key given as text, or as the name of a file that holds it."""
    if given and "+" not in given:
        return Path(given).read_text(encoding="utf-8").strip()
    return given.strip()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gongjian-verify witness", description="见证公鉴的存证日志：保存、核对、副署检查点。"
    )
    parts = parser.add_subparsers(required=True)

    def part(name: str, run: Callable[[argparse.Namespace], str], told: str) -> Any:
        made = parts.add_parser(name, help=told, description=told)
        made.set_defaults(run=run)
        return made

    def folder(made: Any) -> None:
        made.add_argument("--folder", type=Path, required=True, help="见证方自己的目录")

    def log_key(made: Any) -> None:
        made.add_argument("--key", required=True, help="日志的公钥或其文件")

    new = part("new", _new, "生成见证方的密钥")
    folder(new)
    new.add_argument("--name", required=True, help="见证方的名称，如 witness.example.org")
    for name, run, told in (
        ("fetch", _fetch, "从日志取最新的检查点，核对、保存、副署"),
        ("take", _take, "收下送来的检查点文件（.jsonl）"),
        ("serve", _serve, "等候机关送来检查点"),
    ):
        made = part(name, run, told)
        folder(made)
        log_key(made)
        if name == "fetch":
            made.add_argument("--log", required=True, help="日志的地址，如 https://…/log/")
        elif name == "take":
            made.add_argument("files", nargs="+", type=Path, help="送来的文件")
        else:
            made.add_argument("--secret", type=Path, required=True, help="与机关约定的密钥文件")
            made.add_argument("--host", default="127.0.0.1")
            made.add_argument("--port", type=int, default=8455)
    look = part("check", _check, "核对今天的日志是不是接着所保存的检查点写下去的")
    look.add_argument("kept", type=Path, help="见证方的目录，或者一个检查点文件")
    look.add_argument("--log", required=True, help="日志的地址，如 https://…/log/")
    log_key(look)
    look.add_argument("--witness", default="", help="见证方的公钥：每个检查点都须有它的副署")
    return parser
