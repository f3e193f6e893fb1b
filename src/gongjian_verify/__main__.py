"""`gongjian-verify bundle.zip`, `… packet.zip`, `… decision.pdf --proof bundle.zip [--key KEY]`.

A random draw: `gongjian-verify draws.json --plans plans.json`.
The history of a log: `gongjian-verify witness check KEPT --log URL --key KEY`, see `witness_cli`.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

from . import witness_cli
from .bundle import BundleError, Verdict, check_file, verify_bundle
from .draw import Draw, verify_draws
from .packet import Checked, is_packet, verify_packet

_HOME_ZONE = timezone(timedelta(hours=8))
_LOUD = (
    "！！注意：没有给出 --key，这里用的是证明包自带的公钥。\n"
    "！！只能说明证明包前后一致，不能说明它出自该机关。\n"
    "！！请从机关门户网站或其他可靠途径取得公钥，再用 --key 核验一次。"
)


def main(argv: Sequence[str] | None = None) -> int:
    """Print a verdict in plain Chinese; return 0 when everything holds, else 1."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given[:1] == ["witness"]:
        return witness_cli.main(given[1:])
    args = _parser().parse_args(given)
    if args.plans:
        return _draws(args.file, args.plans)
    file, proof = (args.file, args.proof) if args.proof else (None, args.file)
    try:
        if not file and is_packet(data := _read(proof)):
            return _print_packet(verify_packet(data, key=_key(args.key)))
        verdict = verify_bundle(_read(proof), key=_key(args.key))
        row = check_file(verdict, _read(file)) if file else None
    except BundleError as error:
        print(f"核验不通过：{error}。")
        return 1
    if file and row:
        print(f"核验通过：{file.name} 就是当时存证的文件，一个字节也没有改动。")
        print(f"  文件 SHA-256：{row['v']['sha256']}")
        print(f"  文件 SM3：    {row['v']['sm3']}")
    else:
        print("核验通过：证明包完整有效。")
        _print_rows(verdict)
    _print_place(verdict)
    return 0


def _draws(draws: Path, plans: Path) -> int:
    try:
        found = verify_draws(_read(draws), _read(plans))
    except BundleError as error:
        print(f"核验不通过：{error}。")
        return 1
    if not found:
        print("这份清单里还没有抽取记录。")
        return 1
    print(f"核验通过：{len(found)} 次抽取都按公布的数重算过，结果一致。")
    for one in found:
        print(f"  {_told(one)}")
    return 0


def _told(draw: Draw) -> str:
    void = "（作废）" if draw.void else ""
    counted = f"{draw.of} 个对象中抽出 {draw.drawn} 个"
    return f"{_shown(draw.plan)}第 {_shown(draw.turn)} 次{void}：{counted}"


def _print_packet(checked: Sequence[Checked]) -> int:
    if not checked:
        print("核验不通过：材料包里没有任何文件。")
        return 1
    print(f"核验通过：材料包的签名有效，里面的 {len(checked)} 个文件都与当时的存证一致，没有改动。")
    for one in checked:
        print(f"  {_shown(one.name)}　存证时间 {_local(one.verdict.at)}")
    print(f"  公钥：{checked[0].verdict.key}")
    if checked[0].verdict.own_key:
        print(_LOUD)
    return 0


def _print_rows(verdict: Verdict) -> None:
    for row in verdict.rows:
        if "sha256" in row["v"]:
            print(f"  它证明的文件 SHA-256：{_shown(row['v']['sha256'])}")
            print("  核验文件本身：gongjian-verify 文件 --proof 证明包")
        else:
            print(f"  它证明的记录：{_shown(row['t'])} {_shown(row['u'])}")


def _print_place(verdict: Verdict) -> None:
    print(f"  存证时间：{_local(verdict.at)}（北京时间）")
    print(
        f"  日志：{_shown(verdict.origin)}，第 {verdict.index + 1} 条，核验时共 {verdict.size} 条"
    )
    print(f"  公钥：{verdict.key}")
    if verdict.own_key:
        print(_LOUD)


def _shown(value: object) -> str:
    """Return a text for the terminal: a forged bundle must not move its cursor."""
    return "".join(c if c.isprintable() else "?" for c in str(value))


def _local(at: str) -> str:
    try:
        return datetime.fromisoformat(at).astimezone(_HOME_ZONE).strftime("%Y-%m-%d %H:%M:%S")
    except (ValueError, OverflowError):
        return _shown(at)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise BundleError(f"打不开文件 {path}，请核对文件名") from None


def _key(text: str) -> str:
    """Return a key given as text, or as the name of a file that holds it."""
    if text and "+" not in text and Path(text).is_file():
        return _read(Path(text)).decode(errors="replace").strip()
    return text.strip()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gongjian-verify", description="核验公鉴的存证证明：不联网，不依赖发证机关的系统。"
    )
    parser.add_argument("file", type=Path, help="证明包（.zip）；给出 --proof 时为要核验的文件")
    parser.add_argument("--proof", type=Path, help="证明包（.zip）")
    parser.add_argument("--plans", type=Path, help="随机抽查计划（.json）：重算抽取记录时给出")
    parser.add_argument("--key", default="", help="从可靠途径取得的公钥（名称+编号+内容）或其文件")
    return parser


if __name__ == "__main__":
    sys.exit(main())
