"""Addresses of documents."""

from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("staff/documents/<uuid:uid>.pdf", views.file, {"file_format": "pdf"}, name="pdf"),
    path("staff/documents/<uuid:uid>.docx", views.file, {"file_format": "docx"}, name="docx"),
]
