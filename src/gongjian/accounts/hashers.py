"""How passwords of the demo are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class LightArgon2(Argon2PasswordHasher):
    """Argon2 at its cheapest: the demo draws its passwords at random and shows them to nobody.

    With the settings for passwords that people choose, its 68 accounts take 100 MB and a tenth of
    a second of all processors each.
    """

    time_cost = 1
    memory_cost = 1024
    parallelism = 1
