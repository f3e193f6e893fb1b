"""Every page that a person can open, for its picture in `docs/screenshots`."""

from typing import NamedTuple

POLICE = "luan-police"
PARTY = "party"  # no user: enters the desk by number and code
# Cases of the demo that have something to show: one before its hearing, one closed, one reviewed.
HEARD = "/staff/matters/?q=石桥洗砂厂 > /staff/matters/"
CLOSED = "/staff/matters/?q=清源食品 > /staff/matters/"
REMEDIED = "/staff/matters/?q=通衢路桥 > /staff/matters/"
INVESTIGATED = "/staff/matters/?q=赤岩建材 > /staff/matters/"
REVIEWED = "/staff/matters/?q=宏泽电镀 > /staff/matters/"
DETAINED = "/staff/matters/?q=狄示例 > /staff/matters/"


class Page(NamedTuple):
    """A picture's name, who looks, the name of the address, and the way there.

    " > part" follows the first link of the page whose address has this part.
    """

    name: str
    who: str
    route: str
    way: str


PAGES = (
    Page("portal-home", "", "portal:home", "/"),
    Page("portal-decisions", "", "portal:decisions", "/decisions/"),
    Page("portal-decision", "", "portal:decision", "/decisions/ > /decisions/"),
    Page("portal-lists", "", "portal:lists", "/lists/"),
    Page("portal-officers", "", "portal:list", f"/lists/{POLICE}/officers"),
    Page("portal-powers", "", "portal:list", f"/lists/{POLICE}/powers"),
    Page("portal-guides", "", "portal:list", f"/lists/{POLICE}/guides"),
    Page("portal-guide", "", "portal:list_chart", f"/lists/{POLICE}/guides/1/1"),
    Page("portal-spot-checks", "", "portal:list", f"/lists/{POLICE}/spot-checks"),
    Page("portal-chart", "", "portal:list_chart", f"/lists/{POLICE}/flowcharts/1/penalty-summary"),
    Page("portal-procedure", "", "portal:procedure", "/procedures/penalty-ordinary"),
    Page("portal-agencies", "", "portal:agencies", "/agencies/"),
    Page("portal-announcements", "", "portal:announcements", "/announcements/"),
    Page("portal-statistics", "", "portal:statistics", "/statistics"),
    Page("portal-annual", "", "portal:annual", "/annual/"),
    Page("portal-verify", "", "portal:verify", "/verify"),
    Page("portal-data", "", "portal:data", "/data/"),
    Page("portal-about", "", "portal:about", "/about"),
    Page("portal-accessibility", "", "portal:accessibility", "/accessibility"),
    Page("portal-not-yet", "", "portal:not_yet", "/not-yet"),
    Page("portal-officer", "qh-lin", "portal:officer", "/staff/certificate/ > /o/"),
    Page("portal-agency-lists", "", "portal:agency_lists", f"/lists/{POLICE}/"),
    Page("portal-list-version", "", "portal:list_version", f"/lists/{POLICE}/powers/1"),
    Page("portal-announcement", "", "portal:announcement", "/announcements/ > /announcements/"),
    Page("portal-annual-report", "", "portal:annual_report", "/annual/ > /annual/"),
    Page("portal-rulings", "", "portal:rulings", "/rulings/"),
    Page("portal-ruling", "", "portal:ruling", "/rulings/ > /rulings/"),
    Page("portal-numbers", "", "portal:numbers", "/numbers/"),
    Page("portal-number-series", "", "portal:number_series", "/numbers/ > /numbers/"),
    Page("portal-objection", "", "portal:objection", "/decisions/ > /decisions/ > /objection"),
    Page("board-service", "", "portal:board", "/board/qingchuan-env-1"),
    Page("board-police", "", "portal:board", f"/board/{POLICE}-1"),
    Page("desk-enter", "", "desk:enter", "/my/enter"),
    Page("desk-case", PARTY, "desk:case", "/my/"),
    Page("desk-file", PARTY, "desk:file", "/my/file/"),
    Page("desk-identity", "", "desk:identity", "/my/identity"),
    Page("desk-statement", PARTY, "desk:statement", "/my/statement"),
    Page("desk-recusal", PARTY, "desk:recusal", "/my/recusal"),
    Page("desk-claim", PARTY, "desk:claim", "/my/claim"),
    Page("desk-part", PARTY, "desk:part", "/my/file/ > /my/file/"),
    Page("sign-in", "", "accounts:sign_in", "/staff/sign-in"),
    Page("sign-in-demo", "", "accounts:demo_people", "/staff/demo"),
    Page("work-home", "qh-lin", "workbench:home", "/staff/"),
    Page("work-matters", "qh-lin", "workbench:matters", "/staff/matters/"),
    Page("work-matter", "qh-lin", "workbench:matter", HEARD),
    Page("work-matter-steps", "qh-lin", "workbench:matter", f"{HEARD} > tab=steps"),
    Page("work-matter-documents", "qh-lin", "workbench:matter", f"{HEARD} > tab=documents"),
    Page("work-matter-evidence", "qh-lin", "workbench:matter", f"{HEARD} > tab=evidence"),
    Page("work-matter-proposal", "qh-lin", "workbench:matter", f"{HEARD} > tab=proposal"),
    Page("work-matter-publicity", "qh-lin", "workbench:matter", f"{CLOSED} > tab=publicity"),
    Page("work-matter-record", "qh-lin", "workbench:matter", f"{CLOSED} > tab=record"),
    Page("work-matter-sound", "qh-shen", "workbench:matter", f"{REVIEWED} > tab=sound"),
    Page("work-recording", "qh-shen", "recording:play", f"{REVIEWED} > /staff/recordings/"),
    Page("work-matter-review", "qh-shen", "workbench:matter_act", f"{REVIEWED} > pass_review"),
    Page("work-matter-detention", "lg-xi", "workbench:matter", DETAINED),
    Page("work-sign", "qh-lin", "documents:sign", f"{HEARD} > tab=documents > /sign/"),
    Page(
        "work-matter-agencies",
        "qh-zhou",
        "workbench:matter",
        "/staff/matters/?q=虚假机动车 > /staff/matters/",
    ),
    Page(
        "work-matter-rechecks",
        "qh-lin",
        "workbench:matter",
        "/staff/matters/?q=通过逃避监管 > /staff/matters/ > tab=evidence",
    ),
    Page(
        "work-release",
        "qh-tang",
        "workbench:matter_act",
        "/staff/matters/?q=挥发性 > /staff/matters/ > draft_release",
    ),
    Page(
        "work-release-check",
        "qh-luo",
        "workbench:matter_act",
        "/staff/matters/?q=夜间违规 > /staff/matters/ > publish_decision",
    ),
    Page("work-flow", "qh-lin", "workbench:flow", f"{HEARD} > /flow/"),
    Page("work-clues", "qh-lin", "workbench:clues", "/staff/clues/"),
    Page("work-clue-form", "qh-lin", "workbench:act", "/staff/acts/intake.register_clue/"),
    Page("work-on-spot", "qh-lin", "workbench:act", "/staff/acts/cases.penalize_on_spot/"),
    Page("work-certificate", "qh-lin", "workbench:certificate", "/staff/certificate/"),
    Page("work-catalog", "qh-lin", "workbench:causes", "/staff/catalog/"),
    Page("work-cause", "qh-lin", "workbench:cause", "/staff/catalog/air-excess/"),
    Page("work-review", "qh-shen", "workbench:review", "/staff/review/"),
    Page("work-payments", "qh-bao", "workbench:payments", "/staff/payments/"),
    Page("work-lists", "qh-tang", "workbench:lists", "/staff/lists/"),
    Page("work-list", "qh-tang", "workbench:list", "/staff/lists/guides/"),
    Page("work-guide-form", "qh-tang", "workbench:act", "/staff/acts/exante.state_guide/"),
    Page("work-announcements", "qh-tang", "workbench:announcements", "/staff/announcements/"),
    Page("work-supervision", "qh-gu", "workbench:supervision", "/staff/supervision/"),
    Page(
        "work-supervision-year", "qh-gu", "workbench:evaluation", "/staff/supervision/evaluation/"
    ),
    Page("work-boards", "qh-tang", "workbench:boards", "/staff/boards/"),
    Page("work-checks", "qh-he", "workbench:checks", "/staff/checks/"),
    Page("work-duty-form", "qh-tang", "workbench:act", "/staff/acts/exante.plan_duty/"),
    Page("work-credit", "qh-tang", "workbench:credit", "/staff/credit/"),
    Page("work-channels", "qh-tang", "workbench:channels", "/staff/channels/"),
    Page("work-annual", "qh-tang", "workbench:annual", "/staff/annual/"),
    Page("work-annual-figures", "qh-gu", "workbench:annual_figures", "/staff/annual/2026/"),
    Page("work-annual-rows", "qh-gu", "workbench:annual_rows", "/staff/annual/2026/T2.total/"),
    Page("work-notices", "qh-lin", "workbench:notices", "/staff/notices/"),
    Page("work-leave", "qh-lin", "workbench:leave", "/staff/leave/"),
    Page("work-people", "admin-system", "workbench:people", "/staff/people/"),
    Page("work-import", "admin-system", "workbench:import", "/staff/import/people/"),
    Page(
        "work-templates",
        "admin-system",
        "documents:templates",
        "/staff/templates/?kind=penalty-decision",
    ),
    Page("work-burden", "admin-system", "workbench:burden", "/staff/burden/"),
    Page(
        "work-reading-room",
        "qh-lin",
        "workbench:reading_room",
        "/staff/matters/?q=石桥洗砂厂 > /staff/matters/ > /reading/",
    ),
    Page("work-leaks", "qh-tang", "workbench:leaks", "/staff/leaks/"),
    Page("work-password", "qh-lin", "accounts:password", "/staff/password"),
    Page("work-matter-money", "qh-lin", "workbench:matter", f"{CLOSED} > tab=money"),
    Page("work-matter-remedies", "qh-lin", "workbench:matter", f"{REMEDIED} > tab=remedies"),
    Page("work-matter-liability", "qh-lin", "workbench:matter", f"{CLOSED} > tab=liability"),
    Page("work-matter-act", "qh-lin", "workbench:matter_act", f"{INVESTIGATED} > draft_decision"),
    Page("work-help", "qh-lin", "workbench:help", "/staff/help/"),
    Page("work-clue", "qh-lin", "workbench:clue", "/staff/clues/ > /staff/clues/"),
    Page("work-secret-cases", "qh-lin", "workbench:secret_cases", "/staff/secret-cases/"),
    Page("work-handover", "qh-he", "workbench:handover", "/staff/handover/"),
    Page("work-archiving", "qh-wen", "workbench:archiving", "/staff/archiving/"),
    Page(
        "work-review-elsewhere", "qh-shen", "workbench:review_elsewhere", "/staff/review/elsewhere/"
    ),
    Page(
        "work-review-catalogue", "qh-shen", "workbench:review_catalogue", "/staff/review/catalogue/"
    ),
    Page("work-receipts", "qh-bao", "workbench:receipts", "/staff/payments/receipts/"),
    Page(
        "work-reconciliation",
        "qh-bao",
        "workbench:reconciliation",
        "/staff/payments/reconciliation/",
    ),
    Page("work-unmatched", "qh-bao", "workbench:unmatched", "/staff/payments/unmatched/"),
    Page("work-register", "qh-tang", "workbench:publication_register", "/staff/register/"),
    Page("work-numbers", "qh-tang", "workbench:numbers", "/staff/numbers/"),
    Page(
        "work-annual-report",
        "qh-tang",
        "workbench:annual_report",
        "/staff/annual/ > /staff/annual/",
    ),
    Page("work-photo", "admin-system", "workbench:photo", "/staff/people/ > /photo"),
)
ON_A_PHONE = (
    "portal-home",
    "portal-decision",
    "portal-guide",
    "work-home",
    "work-on-spot",
    "work-matter",
    "work-sign",
    "desk-case",
)
# What is no page: files, and what answers a machine.
FILES = frozenset(
    {
        "desk:packet",
        "desk:paper",
        "desk:sheet",
        "documents:docx",
        "documents:pdf",
        "documents:print",
        "documents:scan",
        "documents:signed",
        "ledger:checkpoint",
        "ledger:tile",
        "metrics",
        "recording:stream",
        "portal:announcements_json",
        "portal:annual_csv",
        "portal:annual_json",
        "portal:attachment",
        "portal:data_csv",
        "portal:data_gone",
        "portal:data_jsonl",
        "portal:data_rulings",
        "portal:data_schema",
        "portal:feed",
        "portal:healthz",
        "portal:list_csv",
        "portal:list_json",
        "portal:numbers_csv",
        "portal:officer_photo",
        "portal:proof",
        "portal:rendition",
        "portal:rendition_proof",
        "portal:robots",
        "portal:ruling_rendition",
        "portal:series_csv",
        "portal:series_json",
        "portal:sitemap",
        "portal:sitemap_part",
        "workbench:burden_csv",
        "workbench:burden_json",
        "workbench:copy",
        "workbench:copy_pdf",
        "workbench:credit_csv",
        "workbench:credit_gone",
        "workbench:credit_persons_csv",
        "workbench:credit_persons_xlsx",
        "workbench:credit_xlsx",
        "workbench:evaluation_csv",
        "workbench:import_template",
        "workbench:reading_sheet",
        "workbench:sheet",
    }
)
# Forms that send and lead on, and parts of pages.
ANSWERS = frozenset(
    {
        "accounts:sign_out",
        "desk:leave",
        "portal:board_kiosk",
        "ui:discard_draft",
        "ui:keep_draft",
        "ui:type_size",
        "workbench:daily_letter",
        "workbench:forget_filter",
        "workbench:keep_filter",
        "workbench:next_day",
        "workbench:query_code",
        "workbench:read_notices",
        "workbench:timeline",
    }
)
# Pages without a picture, and why.
UNSEEN = {
    "accounts:code": "the demo has no passwords",
    "accounts:factor": "the demo has no passwords",
    "portal:document": "reached by the code on a paper alone",
    "desk:hearing": "the demo's party has asked already",
    "desk:apply": "the demo's party has applied already",
    "workbench:channel": "none in the demo",
    "workbench:credit_batch": "none in the demo",
    "portal:number_block": "one line of a series",
    "desk:cases": "needs a verified name",
    "documents:attach": "the form of an act",
    "recording:add": "the form of an act",
    "documents:template": "opened by who keeps templates; none in the demo",
    "workbench:on_spot": "shown once, at the party",
    "workbench:secret_case": "none in the demo",
}
