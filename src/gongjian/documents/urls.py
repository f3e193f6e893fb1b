"""Addresses of documents."""

from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("staff/documents/<uuid:uid>.pdf", views.file, {"file_format": "pdf"}, name="pdf"),
    path("staff/documents/<uuid:uid>.docx", views.file, {"file_format": "docx"}, name="docx"),
    path("staff/documents/<uuid:uid>/scan/", views.attach, name="attach"),
    path("staff/documents/<uuid:uid>/sign/", views.sign, name="sign"),
    path("staff/signed/<uuid:uid>/", views.signed, name="signed"),
    path("staff/templates/", views.templates, name="templates"),
    path("staff/templates/<uuid:uid>/", views.template_preview, name="template"),
    path("staff/scans/<uuid:uid>/", views.scan, name="scan"),
    path("staff/matters/<uuid:uid>/print/", views.print_all, name="print"),
]
