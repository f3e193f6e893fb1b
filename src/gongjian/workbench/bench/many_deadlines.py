"""A million running deadlines of one matter, made by the database itself."""

from datetime import date, timedelta

from django.db import connection

from gongjian.matters.models import Deadline, Matter

MILLION = 1_000_000
SPREAD = 90  # days before and after today on which they end


def million_deadlines(today: date, many: int = MILLION) -> None:
    """Insert them (`many` for fewer): each day of the spread has about eleven thousand due."""
    matter = Matter.objects.order_by("id").first()
    assert matter is not None
    first = today - timedelta(days=1)
    sqlite = connection.vendor == "sqlite"
    uid = "lower(hex(randomblob(16)))" if sqlite else "gen_random_uuid()"
    due = f"date(%s, '+' || (n %% {SPREAD}) || ' days')" if sqlite else f"%s::date + n %% {SPREAD}"
    series = (
        "WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n + 1 < %s)"
        if sqlite
        else "WITH s(n) AS (SELECT generate_series(0, %s - 1))"
    )
    table = Deadline._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (uid, matter_id, code, label, duty, starts_on, due_on, state,"  # noqa: S608
            " of_paper, provisional, explanation, source)"
            f" {series} SELECT {uid}, %s, 'bench-' || n, '基准', 'authority', %s, {due}, 'open',"
            " '', false, '[]', '基准' FROM s",
            [many, matter.pk, first, first],
        )
        cursor.execute("ANALYZE")
