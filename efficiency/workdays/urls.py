"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from efficiency.workdays import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/<int:year>/", views.calendar_year, name="calendar_year"),
    path("calendar/versions/", views.versions, name="calendar_versions"),
    path("calendar/exceptions/new/", views.exception_new, name="exception_new"),
    path("calendar/exceptions/<int:pk>/withdraw/", views.exception_withdraw, name="exception_withdraw"),
    path("calendar/<int:year>/withdraw/", views.year_withdraw, name="year_withdraw"),
    path("calendar/publish/", views.year_publish, name="year_publish"),
]
