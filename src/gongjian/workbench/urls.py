"""Addresses of the workbench."""

from django.urls import path

from . import views

app_name = "workbench"
urlpatterns = [
    path("", views.home, name="home"),
    path("matters/", views.matter_list, name="matters"),
    path("matters/<uuid:uid>/", views.matter_page, name="matter"),
    path("matters/<uuid:uid>/on-spot/", views.on_spot, name="on_spot"),
    path("matters/<uuid:uid>/flow/", views.flow, name="flow"),
    path("matters/<uuid:uid>/query-code/", views.query_code, name="query_code"),
    path("matters/<uuid:uid>/timeline/", views.timeline, name="timeline"),
    path("matters/<uuid:uid>/acts/<str:code>/", views.matter_act, name="matter_act"),
    path("catalog/", views.cause_list, name="causes"),
    path("catalog/<str:code>/", views.cause_page, name="cause"),
    path("clues/", views.clue_list, name="clues"),
    path("clues/<uuid:uid>/", views.clue_page, name="clue"),
    path("review/", views.review_desk, name="review"),
    path("review/elsewhere/", views.review_elsewhere, name="review_elsewhere"),
    path("review/catalogue/", views.review_catalogue, name="review_catalogue"),
    path("lists/", views.lists, name="lists"),
    path("lists/<slug:kind>/", views.one_list, name="list"),
    path("certificate/", views.certificate, name="certificate"),
    path("people/", views.people, name="people"),
    path("handover/", views.handover, name="handover"),
    path("leave/", views.leave, name="leave"),
    path("import/<str:code>/", views.import_page, name="import"),
    path("import/<str:code>/template", views.import_template, name="import_template"),
    path("payments/", views.arrears_list, name="payments"),
    path("payments/receipts/", views.receipts, name="receipts"),
    path("payments/reconciliation/", views.reconciliation, name="reconciliation"),
    path("payments/unmatched/", views.unmatched, name="unmatched"),
    path("channels/", views.channels, name="channels"),
    path("channels/<uuid:uid>/", views.channel, name="channel"),
    path("annual/", views.annual, name="annual"),
    path("annual/<uuid:uid>/", views.annual_report, name="annual_report"),
    path("credit/", views.credit, name="credit"),
    path("credit/<uuid:uid>/", views.credit_batch, name="credit_batch"),
    path("credit/<uuid:uid>/csv", views.credit_csv, name="credit_csv"),
    path("credit/<uuid:uid>/xlsx", views.credit_xlsx, name="credit_xlsx"),
    path("credit/<uuid:uid>/gone", views.credit_gone, name="credit_gone"),
    path("acts/<str:code>/", views.other_act, name="act"),
    path("demo/next-day", views.next_day, name="next_day"),
]
