"""Work goes on in a restored installation: new rows, new ids, new entries, a sealed log."""

import os


def main() -> None:
    """Register a clue and seal."""
    import django

    django.setup()

    from gongjian.common.clock import Clock
    from gongjian.intake.services import RegisterClue, register_clue
    from gongjian.ledger.sealing import seal
    from gongjian.matters.models import Matter
    from gongjian.orgs.queries import actor_for
    from gongjian.parties.models import Party

    assert any(party.phone for party in Party.objects.all())  # what was encrypted is read
    lead = Matter.objects.order_by("id")[0].lead
    today = Clock().today()
    cmd = RegisterClue("inspection", "某厂涉嫌违法", "现场检查发现。", today)
    register_clue(actor=actor_for(lead, "test", today), cmd=cmd)
    seal()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjian.config.settings.test")
    main()
