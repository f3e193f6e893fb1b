"""Public pages: no sign-in, nothing written, renditions and the log only."""

from .announcing import announcement, announcements, announcements_json
from .annual import annual, annual_csv, annual_json, annual_report
from .boards import board, board_kiosk
from .checking import document, officer, proof, rendition_proof, verify
from .decisions import attachment, decision, decisions, rendition
from .health import healthz, robots
from .lists import (
    agency_lists,
    list_chart,
    list_csv,
    list_json,
    list_version,
    lists,
    officer_photo,
    open_list,
)
from .numbers import number_series, numbers, numbers_csv, series_csv, series_json_file
from .objecting import objection
from .opening import (
    data,
    data_csv,
    data_gone,
    data_jsonl,
    data_schema,
    feed,
    sitemap,
    statistics,
)
from .pages import about, accessibility, agencies, home, not_yet, procedure
from .rulings import data_rulings, ruling, ruling_rendition, rulings

__all__ = [
    "about",
    "accessibility",
    "agencies",
    "agency_lists",
    "announcement",
    "announcements",
    "announcements_json",
    "annual",
    "annual_csv",
    "annual_json",
    "annual_report",
    "attachment",
    "board",
    "board_kiosk",
    "data",
    "data_csv",
    "data_gone",
    "data_jsonl",
    "data_rulings",
    "data_schema",
    "decision",
    "decisions",
    "document",
    "feed",
    "healthz",
    "home",
    "list_chart",
    "list_csv",
    "list_json",
    "list_version",
    "lists",
    "not_yet",
    "number_series",
    "numbers",
    "numbers_csv",
    "objection",
    "officer",
    "officer_photo",
    "open_list",
    "procedure",
    "proof",
    "rendition",
    "rendition_proof",
    "robots",
    "ruling",
    "ruling_rendition",
    "rulings",
    "series_csv",
    "series_json_file",
    "sitemap",
    "statistics",
    "verify",
]
