"""A small installation to serve apart; says every address that must answer there."""

import sys
from pathlib import Path

from tests.trials.world import say, start


def build() -> None:
    """Publish a decision, a list, a board and a certificate, and name their addresses."""
    from django.core.management import call_command

    from gongjian.cases import testing as story
    from gongjian.documents.models import DocumentFile
    from gongjian.exante.testing import publish_list
    from gongjian.jobs.services import work_until_idle
    from gongjian.ledger.keys import verifier_key
    from gongjian.ledger.sealing import seal
    from gongjian.orgs.passes import token_of
    from gongjian.portal import proving
    from gongjian.portal.export.addresses import decisions, pages
    from gongjian.publicity import index
    from gongjian.publicity.testing import cover, marked, publish
    from gongjian.vault.store import store

    call_command("migrate", verbosity=0)
    cast = story.make_cast(drawn=True)
    matter = story.decided_case(cast)
    work_until_idle(cast.clock)
    paper = DocumentFile.objects.get(document__kind="penalty-decision", format="pdf")
    copy = cover(cast, matter, marked(cast, matter, f"file.{paper.uid}"))
    item = publish(cast, matter, attachments=(str(copy.uid),))
    publish_list(cast, "officers")
    board = cast.do("publisher", "exante.set_board", name="大厅", kind="service", notice="请取号")
    work_until_idle(cast.clock)
    seal()
    proving.catch_up()
    index.rebuild()
    with store().open(paper.sha256) as file:
        (Path(sys.argv[1]) / "decision.pdf").write_bytes(file.read())
    certificate = cast.people["handler"].certificates.get()
    addresses = [page.address for page in pages()]
    addresses += [page.address for pair in decisions() for page in pair]
    say(
        key=verifier_key(),
        addresses=addresses,
        token=item.token,
        attachment=copy.result.sha256,
        party=item.party_name,
        more=[f"/d/{item.document_token}", f"/o/{token_of(certificate)}", f"/board/{board.code}"],
    )


if __name__ == "__main__":
    start(Path(sys.argv[1]))
    build()
