"""What the database asks where nobody can be punished: an order to the guardian."""

from gongjian.common.db.triggers import require

from .guardians import ORDERS
from .locks_versions import OF_CASE, knows
from .public_order.choices import UNPUNISHED_FOR

GUARDIAN = "SELECT 1 FROM cases_guardian g WHERE g.case_id = NEW.case_id"


def declare_guardians() -> None:
    """Let no child, and nobody without capacity, be spared without an order to the guardian.

    Source: 行政处罚法 第三十条、第三十一条;
    公安机关办理行政案件程序规定 第一百五十七条、第一百五十八条.
    """
    grounds = [str(ground) for ground in ORDERS]
    registers = knows("cases.register_guardian", OF_CASE)
    of_police = [str(UNPUNISHED_FOR[ground]) for ground in ORDERS]
    for table, named in (("cases_nopenalty", grounds), ("cases_unpunished", of_police)):
        listed = ", ".join(f"'{ground}'" for ground in named)
        require(
            table,
            "an order to the guardian of who cannot be punished",
            f"NEW.ground NOT IN ({listed}) OR NEW.discipline <> ''",
        )
        require(
            table,
            "somebody to whom the order to the guardian goes",
            f"NEW.ground NOT IN ({listed}) OR EXISTS ({GUARDIAN}) OR NOT {registers}",
        )
