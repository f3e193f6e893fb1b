"""Public addresses of the log."""

from django.urls import URLPattern

app_name = "ledger"
urlpatterns: list[URLPattern] = []
