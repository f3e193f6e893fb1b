"""Addresses of recordings."""

from django.urls import path

from . import views

app_name = "recording"
urlpatterns = [
    path("staff/matters/<uuid:uid>/recordings/add/", views.add, name="add"),
    path("staff/recordings/<uuid:uid>/", views.play, name="play"),
    path("staff/recordings/<uuid:uid>/stream", views.stream, name="stream"),
]
