"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from efficiency.organization.views import accounts

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", accounts.sign_in, name="login"),
    path("logout/", accounts.sign_out, name="logout"),
    path("password/", accounts.password, name="password"),
    path("password/first/", accounts.first_password, name="password-first"),
]
