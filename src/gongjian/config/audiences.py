"""Who may open which address. A test holds this list against the real addresses."""

from collections.abc import Mapping
from enum import StrEnum


class Audience(StrEnum):
    """`PUBLIC` everyone · `PARTY` who came with the number and code of a case, that case only ·
    `SIGNED_IN` who has an account · `OFFICER` what the person may see · `DEMO` everyone, and absent
    outside the demo.
    """

    PUBLIC = "public"
    PARTY = "party"
    SIGNED_IN = "signed-in"
    OFFICER = "officer"
    DEMO = "demo"


PUBLIC = (
    "portal:home",
    "portal:decisions",
    "portal:decision",
    "portal:rendition",
    "portal:attachment",
    "portal:objection",
    "portal:rendition_proof",
    "portal:document",
    "portal:officer",
    "portal:officer_photo",
    "portal:procedure",
    "portal:agencies",
    "portal:lists",
    "portal:agency_lists",
    "portal:list",
    "portal:list_version",
    "portal:list_json",
    "portal:list_csv",
    "portal:list_chart",
    "portal:announcement",
    "portal:announcements",
    "portal:announcements_json",
    "portal:board",
    "portal:board_kiosk",
    "portal:verify",
    "portal:proof",
    "portal:about",
    "portal:not_yet",
    "portal:healthz",
    "portal:robots",
    "portal:statistics",
    "portal:annual",
    "portal:annual_report",
    "portal:annual_csv",
    "portal:annual_json",
    "portal:numbers",
    "portal:numbers_csv",
    "portal:number_series",
    "portal:number_block",
    "portal:series_csv",
    "portal:series_json",
    "portal:data",
    "portal:data_csv",
    "portal:data_jsonl",
    "portal:data_schema",
    "portal:feed",
    "portal:sitemap",
    "portal:sitemap_part",
    "metrics",
    "ui:type_size",
    "ledger:checkpoint",
    "ledger:tile",
    "accounts:sign_in",
    "desk:enter",
    "desk:identity",
    "desk:leave",
    "api:openapi-json",
    "api:public-decisions",
    "api:public-decision",
    "api:public-schema",
    "api:public-agencies",
    "api:public-lists",
    "api:public-list",
    "api:public-announcements",
    "api:public-reports",
    "api:public-report",
    "api:public-series",
    "api:public-numbers",
)
PARTY = (
    "desk:cases",
    "desk:case",
    "desk:statement",
    "desk:hearing",
    "desk:recusal",
    "desk:claim",
    "desk:file",
    "desk:apply",
    "desk:part",
    "desk:sheet",
    "desk:paper",
    "desk:packet",
)
SIGNED_IN = (
    "accounts:sign_out",
    "accounts:password",
    "ui:keep_draft",
    "ui:discard_draft",
    "workbench:help",
    "workbench:keep_filter",
    "workbench:forget_filter",
    "workbench:next_day",
    "api:api-root",
)
OFFICER = (
    "documents:pdf",
    "documents:docx",
    "documents:attach",
    "documents:scan",
    "documents:print",
    "documents:templates",
    "documents:template",
    "workbench:home",
    "workbench:matters",
    "workbench:matter",
    "workbench:flow",
    "workbench:reading_room",
    "workbench:reading_sheet",
    "workbench:timeline",
    "workbench:matter_act",
    "workbench:causes",
    "workbench:cause",
    "workbench:clues",
    "workbench:clue",
    "workbench:payments",
    "workbench:receipts",
    "workbench:reconciliation",
    "workbench:unmatched",
    "workbench:handover",
    "workbench:archiving",
    "workbench:daily_letter",
    "workbench:leave",
    "workbench:secret_cases",
    "workbench:secret_case",
    "workbench:notices",
    "workbench:read_notices",
    "workbench:people",
    "workbench:photo",
    "workbench:import",
    "workbench:import_template",
    "workbench:review",
    "workbench:review_catalogue",
    "workbench:review_elsewhere",
    "workbench:certificate",
    "workbench:announcements",
    "workbench:boards",
    "workbench:checks",
    "workbench:lists",
    "workbench:list",
    "workbench:on_spot",
    "workbench:query_code",
    "workbench:numbers",
    "workbench:leaks",
    "workbench:publication_register",
    "workbench:supervision",
    "workbench:burden",
    "workbench:burden_csv",
    "workbench:burden_json",
    "workbench:evaluation",
    "workbench:evaluation_csv",
    "workbench:sheet",
    "workbench:copy",
    "workbench:copy_pdf",
    "workbench:annual",
    "workbench:annual_report",
    "workbench:channels",
    "workbench:channel",
    "workbench:credit",
    "workbench:credit_batch",
    "workbench:credit_csv",
    "workbench:credit_xlsx",
    "workbench:credit_gone",
    "workbench:credit_persons_csv",
    "workbench:credit_persons_xlsx",
    "workbench:act",
    "api:matters",
    "api:matter",
    "api:receipt-file",
    "api:upload",
)
DEMO = ("accounts:demo_people",)
ACT_PREFIX = "api:act-"


def audiences() -> Mapping[str, Audience]:
    """Return the audience of every named address; those of acts follow the matrix of rights."""
    told = {
        Audience.PUBLIC: PUBLIC,
        Audience.PARTY: PARTY,
        Audience.SIGNED_IN: SIGNED_IN,
        Audience.OFFICER: OFFICER,
        Audience.DEMO: DEMO,
    }
    return {name: audience for audience, names in told.items() for name in names}


def audience_of(name: str) -> Audience | None:
    """Return the audience of an address, or None where nobody has decided it."""
    return Audience.OFFICER if name.startswith(ACT_PREFIX) else audiences().get(name)
