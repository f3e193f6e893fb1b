"""Synthetic numbers with right checksums, written the many ways in which people write them."""

from random import Random

REGIONS = ("350203", "440306", "610113", "230102", "654002", "460105", "130404")
SEATS = tuple("苏浙闽赣湘鄂豫冀陕甘琼贵新蒙")
TAIL = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def citizen(chance: Random) -> str:
    """Return an 18-character citizen number; some spaced, some in full-width digits."""
    body = chance.choice(REGIONS) + f"{chance.randint(1948, 2004)}{chance.randint(1, 12):02}"
    body += f"{chance.randint(1, 28):02}{chance.randint(10, 989):03}"
    check = "10X98765432"[sum(int(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 11]
    number = body + check
    way = chance.random()
    if way < 0.1:
        return f"{number[:6]} {number[6:14]} {number[14:]}"
    return number.translate(FULL) if way < 0.2 else number


def mobile(chance: Random) -> str:
    """Return a mobile number; some with hyphens or the country's code."""
    digits = chance.choice(["136", "150", "177", "189", "199"]) + f"{chance.randrange(10**8):08}"
    way = chance.random()
    if way < 0.15:
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    return f"+86 {digits}" if way < 0.25 else digits


def landline(chance: Random) -> str:
    """Return a landline with its area code, or a bare one of the town."""
    local = f"{chance.choice('35678')}{chance.randrange(10**6):06}"
    return chance.choice([f"0592-{local}", f"(0755){local}8", f"0991{local}", local])


def card(chance: Random) -> str:
    """Return a bank card number whose Luhn check is right; some in groups of four."""
    body = chance.choice(["621700", "622848", "623052"]) + f"{chance.randrange(10**12):012}"
    doubled = [sum(divmod(int(c) * 2, 10)) for c in body[::-1][0::2]]
    number = body + str(-(sum(doubled) + sum(int(c) for c in body[::-1][1::2])) % 10)
    groups = " ".join(number[n : n + 4] for n in range(0, len(number), 4))
    return groups if chance.random() < 0.3 else number


def plate(chance: Random) -> str:
    """Return a number plate, one in four of a new-energy car."""
    size = 6 if chance.random() < 0.25 else 5
    tail = f"{chance.choice(TAIL[:24])}" + "".join(
        chance.choice(TAIL[24:]) for _ in range(size - 1)
    )
    return chance.choice(SEATS) + chance.choice("ABCDE") + chance.choice(["", "", "·"]) + tail


def passport(chance: Random) -> str:
    """Return a passport number."""
    return f"E{chance.choice('ABCDE')}{chance.randrange(10**7):07}"


def code(chance: Random) -> str:
    """Return what looks like a unified code of a company: no person's number."""
    return f"91{chance.choice(REGIONS)}MA{''.join(chance.choice(TAIL) for _ in range(8))}"
