"""Addresses of sign-in, password and second factor."""

from django.urls import path

from . import views, views_factor

app_name = "accounts"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-in/code", views_factor.code, name="code"),
    path("second-factor", views_factor.factor, name="factor"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("password", views.password, name="password"),
    path("demo", views.demo_people, name="demo_people"),
]
