"""Public addresses."""

from django.urls import path

from . import views

app_name = "portal"
# Made from public rows alone: what the portal serves as a process of its own (`portal.apart`).
reading = [
    path("", views.home, name="home"),
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/<str:token>", views.decision, name="decision"),
    path("decisions/<str:token>/rendition.json", views.rendition, name="rendition"),
    path("decisions/<str:token>/<int:number>.pdf", views.attachment, name="attachment"),
    path("rulings/", views.rulings, name="rulings"),
    path("rulings/<str:token>", views.ruling, name="ruling"),
    path("rulings/<str:token>/rendition.json", views.ruling_rendition, name="ruling_rendition"),
    path("d/<str:token>", views.document, name="document"),
    path("o/<str:token>", views.officer, name="officer"),
    path("procedures/<slug:code>", views.procedure, name="procedure"),
    path("lists/", views.lists, name="lists"),
    path("lists/<slug:agency>/", views.agency_lists, name="agency_lists"),
    path("lists/<slug:agency>/<slug:kind>", views.open_list, name="list"),
    path("lists/<slug:agency>/photos/<str:sha256>.jpg", views.officer_photo, name="officer_photo"),
    path("lists/<slug:agency>/<slug:kind>/<int:version>", views.list_version, name="list_version"),
    path("lists/<slug:agency>/<slug:kind>/<int:version>.json", views.list_json, name="list_json"),
    path("lists/<slug:agency>/<slug:kind>/<int:version>.csv", views.list_csv, name="list_csv"),
    path(
        "lists/<slug:agency>/<slug:kind>/<int:version>/<slug:key>",
        views.list_chart,
        name="list_chart",
    ),
    path("announcements/", views.announcements, name="announcements"),
    path("announcements.json", views.announcements_json, name="announcements_json"),
    path("announcements/<str:token>", views.announcement, name="announcement"),
    path("board/<slug:code>", views.board, name="board"),
    path("agencies/", views.agencies, name="agencies"),
    path("statistics", views.statistics, name="statistics"),
    path("annual/", views.annual, name="annual"),
    path("annual/<uuid:uid>", views.annual_report, name="annual_report"),
    path("annual/<uuid:uid>.csv", views.annual_csv, name="annual_csv"),
    path("annual/<uuid:uid>.json", views.annual_json, name="annual_json"),
    path("numbers/", views.numbers, name="numbers"),
    path("numbers/series.csv", views.numbers_csv, name="numbers_csv"),
    path("numbers/<uuid:uid>/", views.number_series, name="number_series"),
    path("numbers/<uuid:uid>/<int:at>", views.number_series, name="number_block"),
    path("numbers/<uuid:uid>.csv", views.series_csv, name="series_csv"),
    path("numbers/<uuid:uid>.json", views.series_json_file, name="series_json"),
    path("data/", views.data, name="data"),
    path("data/decisions.csv", views.data_csv, name="data_csv"),
    path("data/decisions.jsonl", views.data_jsonl, name="data_jsonl"),
    path("data/gone.jsonl", views.data_gone, name="data_gone"),
    path("data/rulings.jsonl", views.data_rulings, name="data_rulings"),
    path("data/decisions.schema.json", views.data_schema, name="data_schema"),
    path("feed.xml", views.feed, name="feed"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<int:after>.xml", views.sitemap, name="sitemap_part"),
    path("about", views.about, name="about"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("not-yet", views.not_yet, name="not_yet"),
    path("robots.txt", views.robots, name="robots"),
]
# What writes or ends a session.
working = [
    path("decisions/<str:token>/objection", views.objection, name="objection"),
    path("board/<slug:code>/kiosk", views.board_kiosk, name="board_kiosk"),
]
# Reads entries of the log; a portal of its own does the same by sealed proofs (`views.apart`).
checking = [
    path("decisions/<str:token>/proof.zip", views.rendition_proof, name="rendition_proof"),
    path("verify", views.verify, name="verify"),
    path("verify/<str:sha256>.zip", views.proof, name="proof"),
]
urlpatterns = [*reading, *working, *checking, path("healthz", views.healthz, name="healthz")]
