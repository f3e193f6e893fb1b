"""Addresses that every side of the house shares."""

from django.urls import path

from . import views

app_name = "ui"
# Sets a cookie and nothing else.
public = [path("size", views.type_size, name="type_size")]
urlpatterns = [
    *public,
    path("staff/drafts/<str:key>", views.keep_draft, name="keep_draft"),
    path("staff/drafts/<str:key>/discard", views.discard_draft, name="discard_draft"),
]
