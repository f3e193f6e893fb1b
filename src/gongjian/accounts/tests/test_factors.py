"""One-time codes at sign-in: set up, asked for once each, lost, reset, a duty of an office."""

from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import IntegrityError, connection, transaction
from django.test import Client

from gongjian.accounts import codes, factors, services
from gongjian.accounts.choices import Change, Outcome
from gongjian.accounts.models import AccountChange, RecoveryCode, SecondFactor, SignIn, User
from gongjian.accounts.rules import LOCKED_FOR, WRONG_IN_A_ROW
from gongjian.accounts.services import AccountAndReason, OpenAccount
from gongjian.common.acts import SYSTEM, Actor
from gongjian.common.clock import Clock, fixed
from gongjian.common.errors import InvalidInput, NotAllowed, RuleBroken
from gongjian.ledger.models import Entry

pytestmark = pytest.mark.django_db

GOOD = "correct-horse-42"
NOW = Clock().now()
LATER = NOW + timedelta(minutes=2)
PAGE, CODE, HOME = "/staff/second-factor", "/staff/sign-in/code", "/staff/password"
SYSTEM_ADMIN = Actor(
    name="系统员", user=-1, officer=-1, agency=-1, roles=frozenset({"admin_system"})
)


@pytest.fixture
def user() -> User:
    cmd = OpenAccount(username="wang", name="王示例", new=GOOD)
    made = services.open_account(actor=SYSTEM, cmd=cmd)
    User.objects.update(must_change=False)
    return User.objects.get(pk=made.pk)


@pytest.fixture
def enrolled(user: User) -> User:
    """A person whose device made the code of NOW."""
    secret = factors.begin(user=user, password=GOOD, clock=fixed(NOW)).secret
    user.backup = factors.confirm(  # type: ignore[attr-defined]
        user=user, typed=code_at(secret, NOW), address="", clock=fixed(NOW)
    )
    return user


def code_at(secret: str, moment: Any, steps: int = 0) -> str:
    return str(codes._totp(secret).generate(moment.timestamp() + 30 * steps).decode())


def secret_of(user: User) -> str:
    return SecondFactor.objects.get(user=user).secret


def opens(user: User, typed: str, at: Any = LATER, address: str = "") -> bool:
    return factors.try_code(user=user, typed=typed, address=address, clock=fixed(at))


def enter(client: Client) -> Any:
    return client.post("/staff/sign-in", {"username": "wang", "password": GOOD})


def in_session(client: Client) -> bool:
    return client.get(HOME).status_code == 200


def test_codes_are_those_of_the_standard() -> None:
    """RFC 6238 appendix B, SHA-1, with the six last of its eight digits."""
    seed = b"12345678901234567890"
    for at, eight in [(59, "94287082"), (1111111109, "07081804"), (20000000000, "65353130")]:
        assert TOTP(seed, 8, SHA1(), 30).generate(at).decode() == eight  # noqa: S303
        assert TOTP(seed, codes.DIGITS, SHA1(), codes.STEP).generate(at).decode() == eight[2:]  # noqa: S303


def test_a_code_opens_once_within_a_step_of_the_clock(enrolled: User) -> None:
    secret = secret_of(enrolled)

    assert not opens(enrolled, code_at(secret, NOW), NOW), "it confirmed the device already"
    assert [opens(enrolled, code_at(secret, LATER, n)) for n in (-2, 2)] == [False, False]
    assert opens(enrolled, f" {code_at(secret, LATER, -1)[:3]} {code_at(secret, LATER, -1)[3:]} ")
    assert opens(enrolled, code_at(secret, LATER))
    assert not opens(enrolled, code_at(secret, LATER)), "a code opens once"
    assert not opens(enrolled, code_at(secret, LATER, -1)), "nor does an older one"
    for odd in ("", "12345", "１２３", "王" * 50, "\x00", "' OR 1=1 --"):
        User.objects.update(failed_count=0, locked_until=None)
        assert not opens(enrolled, odd)
    assert SignIn.objects.filter(outcome=Outcome.FACTOR_WRONG).count() == 11


def test_wrong_codes_lock_and_a_right_password_between_them_forgives_none(enrolled: User) -> None:
    def password() -> User | None:
        return services.try_password(username="wang", password=GOOD, address="", clock=fixed(LATER))

    for _ in range(WRONG_IN_A_ROW):
        assert password() == enrolled
        assert not opens(enrolled, "000000")

    assert password() is None
    good = code_at(secret_of(enrolled), LATER)
    assert not opens(enrolled, good)
    after = LATER + LOCKED_FOR
    assert opens(enrolled, code_at(secret_of(enrolled), after), after)
    enrolled.refresh_from_db()
    assert (enrolled.failed_count, enrolled.locked_until) == (0, None)


def test_guesses_at_the_password_of_an_open_session_lock_too(enrolled: User) -> None:
    def change(old: str) -> None:
        new = "battery-staple-9"
        services.change_own_password(user=enrolled, old=old, new=new, clock=fixed(LATER))

    assert not opens(enrolled, "000000")
    with pytest.raises(InvalidInput, match="相同"):
        services.change_own_password(user=enrolled, old=GOOD, new=GOOD, clock=fixed(LATER))
    for _ in range(WRONG_IN_A_ROW - 1):
        with pytest.raises(InvalidInput, match="原密码”不正确"):
            change("guess")
    with pytest.raises(InvalidInput, match="锁定"):
        change(GOOD)


def test_a_recovery_code_opens_once_however_it_is_typed(enrolled: User) -> None:
    first, second, *others = enrolled.backup  # type: ignore[attr-defined]

    assert len(others) == codes.RECOVERY_CODES - 2
    assert opens(enrolled, f" {first.lower().replace('-', ' ')} ")
    assert not opens(enrolled, first)
    assert factors.recovery_left(enrolled) == codes.RECOVERY_CODES - 1
    fresh = factors.renew_recovery(user=enrolled, typed=second, address="", clock=fixed(LATER))
    assert not opens(enrolled, others[0])
    assert opens(enrolled, fresh[0])


def test_nothing_of_it_can_be_read_in_the_database(enrolled: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_secondfactor")
        kept = cursor.fetchone()[0]
    digests = set(RecoveryCode.objects.values_list("digest", flat=True))

    assert kept.startswith("g1.")
    assert secret_of(enrolled) not in kept
    assert not digests & {codes.clean(one) for one in enrolled.backup}  # type: ignore[attr-defined]
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=enrolled.pk).update(sessions_since=None)


def test_from_password_to_code_to_the_house(client: Client, enrolled: User) -> None:
    assert client.get(CODE)["Location"] == "/staff/sign-in"
    assert enter(client)["Location"].startswith(CODE)
    assert not in_session(client)
    assert client.get("/api/v1/matters").status_code == 401
    refused = client.post(CODE, {"code": "000000"})
    assert refused.status_code == 422
    assert "动态口令或恢复码不正确" in refused.content.decode()

    typed = code_at(secret_of(enrolled), Clock().now(), 1)
    answer = client.post(CODE, {"code": typed, "next": "https://evil.example/"})

    assert answer["Location"] == "/staff/"
    assert in_session(client)


def test_half_a_sign_in_is_soon_worth_nothing(client: Client, enrolled: User) -> None:
    enter(client)
    session = client.session
    session["half_at"] -= codes.HALF_FOR.total_seconds() + 1
    session.save()
    assert client.get(CODE)["Location"] == "/staff/sign-in"

    enter(client)
    services.change_own_password(
        user=enrolled, old=GOOD, new="battery-staple-9", clock=fixed(LATER)
    )
    assert client.get(CODE)["Location"] == "/staff/sign-in"


def test_setting_it_up_on_the_page_ends_other_sessions(client: Client, user: User) -> None:
    other = Client()
    enter(client)
    enter(other)
    assert "开始设置" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"step": "begin", "password": "wrong"}).status_code == 422
    begun = client.post(PAGE, {"step": "begin", "password": GOOD})
    secret = secret_of(user)
    page = begun.content.decode()
    assert "<svg" in page
    assert " ".join(codes.grouped(secret)) in page
    assert client.post(PAGE, {"step": "confirm", "code": "000000"}).status_code == 422
    assert not User.objects.get(pk=user.pk).second_factor

    done = client.post(PAGE, {"step": "confirm", "code": code_at(secret, Clock().now())})

    assert done.content.decode().count("<code>") == codes.RECOVERY_CODES
    assert "no-store" in done["Cache-Control"]
    assert in_session(client)
    assert not in_session(other)
    shown = client.get(PAGE).content.decode()
    assert "恢复码还剩10个" in shown
    assert secret not in shown.replace(" ", "")
    typed = {"step": "turn-off", "code": code_at(secret, Clock().now(), 1)}
    assert client.post(PAGE, typed)["Location"] == PAGE
    assert in_session(client)
    assert enter(other)["Location"] == "/staff/"
    assert not SecondFactor.objects.exists()


def test_what_was_begun_must_be_confirmed_soon(user: User) -> None:
    secret = factors.begin(user=user, password=GOOD, clock=fixed(NOW)).secret
    late = NOW + codes.BEGUN_FOR

    with pytest.raises(RuleBroken, match="重新开始"):
        factors.confirm(user=user, typed=code_at(secret, late), address="", clock=fixed(late))
    assert not opens(user, code_at(secret, NOW), NOW), "unconfirmed it opens nothing"


def test_what_changed_while_a_page_was_at_work_stays(user: User) -> None:
    """Two requests at once: the second read the account before the first changed it."""
    stale, old = User.objects.get(pk=user.pk), User.objects.get(pk=user.pk)
    secret = factors.begin(user=user, password=GOOD, clock=fixed(NOW)).secret
    typed = code_at(secret, NOW)
    factors.confirm(user=user, typed=typed, address="", clock=fixed(NOW))
    User.objects.filter(pk=user.pk).update(is_active=False)

    for known in (stale, user):
        with pytest.raises(RuleBroken, match="已经启用"):
            factors.begin(user=known, password=GOOD, clock=fixed(NOW))
    assert User.objects.get(pk=user.pk).failed_count == 1, "a right password forgives no code"
    with pytest.raises(RuleBroken, match="重新开始"):
        factors.confirm(user=stale, typed=typed, address="", clock=fixed(NOW))
    services.change_own_password(user=old, old=GOOD, new="battery-staple-9", clock=fixed(NOW))

    user.refresh_from_db()
    assert (user.second_factor, user.is_active) == (True, False)
    assert user.check_password("battery-staple-9")
    assert secret_of(user) == secret


def test_a_lost_device_is_reset_by_another_who_is_told_of(client: Client, enrolled: User) -> None:
    cmd = AccountAndReason(user=enrolled.uid, reason="手机丢失，本人到场核实")
    enter(client)
    client.post(CODE, {"code": code_at(secret_of(enrolled), Clock().now(), 1)})
    security = Actor(
        name="安全员", user=-2, officer=-1, agency=-1, roles=frozenset({"admin_security"})
    )
    with pytest.raises(NotAllowed):
        services.reset_factor(actor=security, cmd=cmd)

    services.reset_factor(actor=SYSTEM_ADMIN, cmd=cmd)

    assert not in_session(client)
    change = AccountChange.objects.latest("id")
    assert (change.kind, change.reason) == (Change.FACTOR_RESET, cmd.reason)
    assert Entry.objects.filter(stream=enrolled.stream).count() == 2
    assert enter(client)["Location"] == "/staff/"
    assert "您的动态口令已由系统员重置" in client.get(HOME).content.decode()
    enter(client)
    assert "已由系统员重置" not in client.get(HOME).content.decode(), "told once"
    with pytest.raises(RuleBroken, match="无需重置"):
        services.reset_factor(actor=SYSTEM_ADMIN, cmd=cmd)


def test_guesses_that_knew_the_password_are_told_at_the_next_sign_in(
    client: Client, enrolled: User
) -> None:
    for _ in range(3):
        assert not opens(enrolled, "000000", NOW)
    enter(client)
    client.post(CODE, {"code": enrolled.backup[0]})  # type: ignore[attr-defined]

    assert "有3次尝试输对了密码而动态口令不对" in client.get(HOME).content.decode()
