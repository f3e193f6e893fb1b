"""Who is to see what: the expectations of test_authorisation.py, written by hand.

Nothing here is read from the product: neither rights.toml nor a query of it. A table differs from
the product only when one of the two is wrong.
"""

from collections.abc import Mapping

STATES = ("open", "enquiry", "review", "decided", "closed", "sealed", "secret")

# «o» sees the case, «-» finds nothing; a column for each of STATES. «review», «closed» and «sealed»
# had to pass legal review, «decided» had not; none had a hearing.
SIGHT = """
                              open enquiry review decided closed sealed secret
lead handler                  o    o       o      o       o      o      -
second handler                o    o       o      o       o      o      -
head of the unit              o    o       o      o       o      o      -
head of the agency            o    o       o      o       o      o      -
deputy of the agency's head   o    o       o      o       o      o      -
supervisor                    o    o       o      o       o      o      -
supervisor above              o    o       o      o       o      o      -
legal reviewer                -    -       o      -       o      o      -
head of legal                 -    -       o      -       o      o      -
publisher                     -    -       -      o       o      o      -
publication checker           -    -       -      o       o      o      -
finance                       -    -       -      o       o      o      -
archivist                     -    -       -      -       o      -      -
hearing host                  -    -       -      -       -      -      -
member of the discussion      -    -       -      -       -      -      -
intake clerk                  -    -       -      -       -      -      -
system administrator          -    -       -      -       -      -      -
security administrator        -    -       -      -       -      -      -
auditor                       -    -       -      -       -      -      -
no office                     -    -       -      -       -      -      -
handler of another case       -    -       -      -       -      -      -
handler of another unit       -    -       -      -       -      -      -
head of another unit          -    -       -      -       -      -      -
recused head of the unit      o    -       -      -       -      -      -
deputy of the recused         o    -       -      -       -      -      -
every office elsewhere        -    -       -      -       -      -      -
every office below            -    -       -      -       -      -      -
every office but supervisor's above - -    -      -       -      -      -
party at its desk             -    -       -      -       -      -      -
anonymous                     -    -       -      -       -      -      -
"""
NO_ACCOUNT = frozenset({"party at its desk", "anonymous"})

# Who reads the clue that the case came from, in every state but «secret»; of a state secret nobody.
CLUE_READERS = frozenset(
    {
        "lead handler",
        "second handler",
        "handler of another case",
        "head of the unit",
        "head of the agency",
        "deputy of the agency's head",
        "supervisor",
        "intake clerk",
    }
)
# Who reads it only as long as nobody is recused from the case.
CLUE_READERS_AT_FIRST = frozenset({"recused head of the unit", "deputy of the recused"})
HANDLERS = frozenset({"lead handler", "second handler"})
# Who reads the line of the register of secret cases: named in it, or head of the agency.
SECRET_READERS = frozenset({"lead handler", "archivist", "head of the agency"})

# --- every address with a parameter, by what it is about ---------------------------------------

# The case itself: shown to who sees it.
OF_THE_CASE = (
    "workbench:matter",
    "workbench:flow",
    "workbench:timeline",
    "workbench:reading_room",
    "recording:play",
    "api:matter",
)
# A file of the case: opened by who sees the case.
PAPERS = (
    "documents:pdf",
    "documents:docx",
    "documents:print",
    "documents:scan",
    "documents:signed",
)
PICTURES = ("workbench:reading_sheet",)
# Refused (403) to who sees the case and does not handle it.
OF_ITS_HANDLERS = (
    "workbench:query_code",
    "documents:attach",
    "documents:sign",
    "recording:add",
)
# There for a penalty on the spot alone; for another case absent to everybody.
ON_THE_SPOT = ("workbench:on_spot",)
FORMS = ("workbench:matter_act",)
# What the installation does by itself: no form of it is there for anybody.
DONE_BY_NOBODY = (
    "documents.record_issue",
    "documents.record_signed_paper",
    "fileroom.record_drawing",
    "matters.recompute_deadlines",
    "publicity.end_display",
    "publicity.record_attachment_copy",
    "publicity.record_attachment_reading",
    "publicity.suspend_publication",
)
CLUES = ("workbench:clue",)
SECRET_LINES = ("workbench:secret_case",)
# The party's own case; to everybody else the way in.
AT_THE_DESK = ("desk:part", "desk:sheet", "desk:paper")
ACTS = "api:act-"
# A row of publication or of another register; what of a case it may tell, test_canaries asks.
ABOUT_NO_CASE = (
    "accounts:",
    "api:public-",
    "ledger:",
    "portal:",
    "workbench:act",
    "workbench:annual_",
    "workbench:cause",
    "workbench:channel",
    "workbench:credit_",
    "workbench:forget_filter",
    "workbench:import",
    "workbench:keep_filter",
    "workbench:list",
    "workbench:photo",
    "documents:template",
    "ui:",
)
# Pages of an attachment: no case here has one (publicity/tests/test_attaching.py).
OF_ATTACHMENTS = ("workbench:sheet", "workbench:copy", "workbench:copy_pdf")
# What asks for the number of a page besides.
NUMBERED = ("desk:sheet", "workbench:sheet", "workbench:copy")

# What a player asks: without the ticket of its page there for nobody (recording/tests).
OF_A_PLAYER = ("recording:stream",)

CLASSES: Mapping[str, tuple[str, ...]] = {
    "case": OF_THE_CASE,
    "paper": PAPERS,
    "picture": PICTURES,
    "handlers": OF_ITS_HANDLERS,
    "on the spot": ON_THE_SPOT,
    "form": FORMS,
    "clue": CLUES,
    "secret line": SECRET_LINES,
    "desk": AT_THE_DESK,
    "attachment": OF_ATTACHMENTS,
    "player": OF_A_PLAYER,
}


def sight() -> dict[str, frozenset[str]]:
    """Return in which states each person sees the case."""
    seen = {}
    for line in SIGHT.strip().splitlines()[1:]:
        words = line.split()
        name, marks = " ".join(words[: -len(STATES)]), words[-len(STATES) :]
        assert set(marks) <= {"o", "-"}, line
        seen[name] = frozenset(s for s, mark in zip(STATES, marks, strict=True) if mark == "o")
    return seen


def class_of(name: str) -> str | None:
    """Return the class of an address with a parameter; None where nobody has put it in one."""
    for kind, names in CLASSES.items():
        if name in names:
            return kind
    if name.startswith(ACTS):
        return "act"
    return "no case" if name.startswith(ABOUT_NO_CASE) else None
