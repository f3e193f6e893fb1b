"""`gongjian due` and the profile part of `gongjian check`: no Django, no database."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn, cast

from gongjian.common.clock import HOME_ZONE, local_date
from gongjian.common.errors import DomainError
from gongjian.jurisdiction.calendar import national_calendar, read_calendar
from gongjian.jurisdiction.errors import ProfileError
from gongjian.jurisdiction.handbook import deadlines_page
from gongjian.jurisdiction.holidays import read_holiday_year
from gongjian.jurisdiction.limits import Due, Limit, Unit, due, due_at
from gongjian.jurisdiction.profiles import load_profile, profile

BAD_INPUT = 2


class _Refused(Exception):
    """The command line makes no sense; the message says why."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _Refused(message)


def due_command(argv: Sequence[str]) -> int:
    """Print the last day of a limit on the first line; 0, or 2 when the input makes no sense.

    Either `--days N --unit working|calendar|month|year [--roll]`, or `--profile CODE --limit CODE`
    (in hours: `--from 2026-03-02T20:00`); `--page FILE` prints the page of all limits instead.
    """
    try:
        options = _due_parser().parse_args(argv)
        if options.page:
            print(deadlines_page(Path(options.page)), end="")
            return 0
        if options.start is None:
            raise _Refused("请用 --from 给出开始之日")
        _refuse_mixture(options)
        if moment := _hours_end(options):
            print(f"{moment:%Y-%m-%d %H:%M}")
            return 0
        result = _profile_due(options) if options.profile else _plain_due(options)
    except _Refused as refused:
        print(f"gongjian due：{refused}", file=sys.stderr)
        return BAD_INPUT
    except DomainError as error:
        print(f"gongjian due：{error.message}", file=sys.stderr)
        return BAD_INPUT
    print(result.due_on)
    if options.why:
        print("\n".join(result.explanation))
    if result.provisional:
        print("暂定：所涉年度的放假调休安排尚未公布", file=sys.stderr)
    return 0


def check(paths: Iterable[str | Path]) -> int:
    """Check profile files, holiday files, or folders of them; 0 if all are right, else 1.

    Faults go to stderr as `file:line: reason`.
    """
    wrong = 0
    for path in (file for given in paths for file in _files(Path(given))):
        try:
            print(f"{path}：{_checked(path)}")
        except ProfileError as error:
            print(error.message, file=sys.stderr)
            wrong += 1
    return 1 if wrong else 0


def _files(path: Path) -> list[Path]:
    """Return the profiles of a folder, and its folders of years as a whole."""
    if not path.is_dir() or any(path.glob("[0-9]*.toml")):
        return [path]
    folders = (folder for folder in sorted(path.iterdir()) if folder.is_dir())
    return [*sorted(path.glob("*.toml")), *(file for folder in folders for file in _files(folder))]


def _checked(path: Path) -> str:
    """Return what was found right."""
    if path.is_dir():
        calendar = read_calendar(path)
        return f"放假安排 {calendar.first_year}–{calendar.last_year} 年"
    if path.stem.isdigit():
        year = read_holiday_year(path)
        return f"{year.year} 年放假安排（{'已公布' if year.announced else '未公布'}）"
    loaded = load_profile(path)
    return f"{loaded.name}：{len(loaded.rows)} 项参数、{len(loaded.clauses)} 条条款"


def _due_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="gongjian due", description="计算期限的最后一日", allow_abbrev=False)
    parser.add_argument(
        "--from", dest="start", type=_moment_or_day, help="开始之日（不计入）或时刻"
    )
    parser.add_argument("--days", type=_count, help="几日（或几个月、几年）")
    parser.add_argument("--unit", choices=("working", "calendar", "month", "year"))
    parser.add_argument("--roll", action="store_true", help="最后一日逢休息日顺延")
    parser.add_argument("--profile", help="法域代码，如 dazhou")
    parser.add_argument("--limit", help="期限代码，如 publication-limit")
    parser.add_argument("--domain", default="*", help="领域，如 environment")
    parser.add_argument("--reason", default="", help="事由，如 revoked")
    parser.add_argument("--page", metavar="FILE", help="打印期限一览（Markdown）")
    parser.add_argument("--why", action="store_true", help="同时打印计算过程")
    return parser


def _plain_due(options: argparse.Namespace) -> Due:
    if options.days is None or options.unit is None:
        raise _Refused("请给出 --days 和 --unit，或者 --profile 和 --limit")
    limit = Limit("due", options.days, cast(Unit, options.unit), roll=options.roll)
    try:
        return due(options.start, limit, national_calendar())
    except (OverflowError, ValueError) as error:
        raise _Refused(f"结果超出可以表示的日期：{options.days}") from error


def _refuse_mixture(options: argparse.Namespace) -> None:
    if not options.profile:
        return
    if not options.limit:
        raise _Refused("请用 --limit 给出期限代码")
    if options.days is not None or options.unit or options.roll:
        raise _Refused("--profile 与 --days、--unit、--roll 不能同时使用")


def _hours_end(options: argparse.Namespace) -> datetime | None:
    """Return when a limit of the profile in hours ends, in the time of China; None for days."""
    moment = options.start if isinstance(options.start, datetime) else None
    options.start = local_date(moment) if moment else options.start
    if not options.profile:
        if moment:
            raise _Refused("时刻只用于以小时计的期限，请用 --profile 和 --limit")
        return None
    row = profile(options.profile).parameter(
        options.limit, options.domain, on=options.start, reason=options.reason
    )
    if not row.is_limit or row.limit.unit != "hour":
        return None
    if moment is None:
        raise _Refused("这个期限以小时计，请给出时刻，例如 --from 2026-03-02T20:00")
    end = due_at(moment, row.limit).astimezone(HOME_ZONE)
    if options.why:
        print(f"依据：{row.citation}——{row.label}{row.limit.length}，钟点连续计算", file=sys.stderr)
    return end


def _profile_due(options: argparse.Namespace) -> Due:
    rules = profile(options.profile)
    row = rules.parameter(options.limit, options.domain, on=options.start, reason=options.reason)
    if not row.is_limit or row.limit.unit == "hour":
        raise _Refused(f"“{options.limit}”不是以日、月、年计算的期限")
    return rules.due(options.limit, options.start, options.domain, reason=options.reason)


def _moment_or_day(text: str) -> date | datetime:
    """Read a day, or a moment (without a zone: of China)."""
    try:
        if "T" not in text:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=HOME_ZONE)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"不是日期（应如 2026-09-30）：{text}") from error


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise argparse.ArgumentTypeError(f"应为不小于 0 的整数：{text}")
    return int(text)
