"""Public addresses of the log: no entry and no stream is ever shown."""

from django.urls import path

from . import views

app_name = "ledger"
urlpatterns = [
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("tile/<int:level>/<path:number>", views.tile, name="tile"),
]
