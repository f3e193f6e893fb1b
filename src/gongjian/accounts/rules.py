"""The rules of sign-in and sessions: how often, how long."""

import unicodedata
from datetime import datetime, timedelta
from itertools import pairwise

WRONG_IN_A_ROW = 5
LOCKED_FOR = timedelta(minutes=15)
WRONG_PER_ADDRESS = 40
ADDRESS_WINDOW = timedelta(minutes=15)

# Characters of a password that differ from each other, at least.
DIFFERENT = 6

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
SEEN_EVERY = timedelta(minutes=1)


def clean_username(typed: str) -> str:
    """Return a user name as it is stored: NFKC, lower case, nothing invisible in it."""
    kept = "".join(c for c in unicodedata.normalize("NFKC", typed) if c.isprintable())
    return kept.strip().lower()


def clean_password(typed: str) -> str:
    """Return a password as it is hashed, so that two keyboards spell it alike: NFC, trimmed."""
    return unicodedata.normalize("NFC", typed).strip()


def too_plain(password: str) -> bool:
    """Tell whether a password is soon guessed though it is long: few characters, a row, a refrain.

    Complexity is asked of the whole, never that some kind of character be in it: a sentence in
    Chinese or in letters alone is as good.

    Source: GB/T 22239-2019 8.1.4.1 a)（复杂度要求）; OWASP ASVS 5.0 6.2.5. The figures are ours.
    """
    beside = [abs(ord(b) - ord(a)) <= 1 for a, b in pairwise(password)]
    a_row = 2 * sum(beside) > len(beside)
    refrain = any(password == (password[:n] * len(password))[: len(password)] for n in range(1, 7))
    return len(set(password)) < DIFFERENT or a_row or refrain


def first_password_ended(*, must_change: bool, set_at: datetime, days: int, now: datetime) -> bool:
    """Tell whether a password that an administrator set was not replaced within `days` × 24 hours.

    Source: GB/T 22239-2019 8.1.4.1 a)（身份鉴别信息定期更换）; OWASP ASVS 5.0 6.4.1（短期有效）;
    the figure is ours and the installation's (`GONGJIAN_FIRST_PASSWORD_DAYS`).
    """
    return must_change and now - set_at > timedelta(days=days)


def session_problem(*, signed_in: datetime, seen: datetime, now: datetime) -> str:
    """Return why a session has ended, or "" while it lives.

    Source: GB/T 22239-2019 8.1.4.1（会话超时）; the figures are ours.
    """
    if now - seen > IDLE:
        return (
            f"您已超过{_minutes(IDLE)}分钟没有操作，为安全起见请重新登录。填写的内容已保存为草稿。"
        )
    if now - signed_in > LONGEST:
        return f"本次登录已满{_minutes(LONGEST) // 60}小时，请重新登录。填写的内容已保存为草稿。"
    return ""


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60
