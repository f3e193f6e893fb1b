"""Pages of the workbench, a module for each part."""

from .acting import matter_act, other_act
from .announcements import announcements
from .annual import annual, annual_figures, annual_report, annual_rows
from .archiving import archiving
from .attachments import attachment_copy, attachment_pdf, attachment_sheet
from .boards import boards
from .burden import burden, burden_csv, burden_json
from .catalogue import cause_list, cause_page
from .channels import channel, channels
from .checks import checks
from .clues import clue_list, clue_page
from .credit import credit, credit_batch, credit_csv, credit_gone, credit_persons, credit_xlsx
from .demo import next_day
from .filters import forget_filter, keep_filter
from .handover import handover
from .helping import help_page
from .home import home
from .importing import import_page, import_template
from .leaks import leaks
from .leave import leave
from .lists import lists, one_list
from .matter import flow, matter_page, timeline
from .matters import matter_list
from .notices import daily_letter, notices, read_notices
from .numbers import numbers
from .payments import arrears_list, receipts, reconciliation, unmatched
from .people import people
from .photos import photo
from .query_code import query_code
from .reading_room import reading_room, reading_sheet
from .register import publication_register
from .review import review_catalogue, review_desk, review_elsewhere
from .secret import secret_case, secret_cases
from .street import certificate, on_spot
from .supervision import evaluation, evaluation_csv, supervision

__all__ = [
    "announcements",
    "annual",
    "annual_figures",
    "annual_report",
    "annual_rows",
    "archiving",
    "arrears_list",
    "attachment_copy",
    "attachment_pdf",
    "attachment_sheet",
    "boards",
    "burden",
    "burden_csv",
    "burden_json",
    "cause_list",
    "cause_page",
    "certificate",
    "channel",
    "channels",
    "checks",
    "clue_list",
    "clue_page",
    "credit",
    "credit_batch",
    "credit_csv",
    "credit_gone",
    "credit_persons",
    "credit_xlsx",
    "daily_letter",
    "evaluation",
    "evaluation_csv",
    "flow",
    "forget_filter",
    "handover",
    "help_page",
    "home",
    "import_page",
    "import_template",
    "keep_filter",
    "leaks",
    "leave",
    "lists",
    "matter_act",
    "matter_list",
    "matter_page",
    "next_day",
    "notices",
    "numbers",
    "on_spot",
    "one_list",
    "other_act",
    "people",
    "photo",
    "publication_register",
    "query_code",
    "read_notices",
    "reading_room",
    "reading_sheet",
    "receipts",
    "reconciliation",
    "review_catalogue",
    "review_desk",
    "review_elsewhere",
    "secret_case",
    "secret_cases",
    "supervision",
    "timeline",
    "unmatched",
]
