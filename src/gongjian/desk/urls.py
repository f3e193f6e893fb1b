"""Addresses of the party's desk."""

from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("", views.case, name="case"),
    path("enter", views.enter, name="enter"),
    path("identity", views.identity, name="identity"),
    path("cases", views.cases, name="cases"),
    path("leave", views.leave, name="leave"),
    path("statement", views.statement, name="statement"),
    path("hearing", views.hearing, name="hearing"),
    path("recusal", views.recusal, name="recusal"),
    path("claim", views.claim, name="claim"),
    path("file/", views.file, name="file"),
    path("file/apply", views.apply, name="apply"),
    path("file/<uuid:uid>/", views.part, name="part"),
    path("file/<uuid:uid>/<int:number>.jpg", views.sheet, name="sheet"),
    path("papers/<uuid:uid>.pdf", views.paper, name="paper"),
    path("packet.zip", views.packet, name="packet"),
]
