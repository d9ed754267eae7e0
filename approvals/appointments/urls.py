"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from approvals.appointments.views import day, halls, mine, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("appointments/", public.appointments, name="appointments"),
    path("appointments/at/<slug:hall>/<str:code>/", public.appointment_new, name="appointment_new"),
    path("appointments/receipt/<str:token>/", public.appointment_receipt, name="appointment_receipt"),
    path("appointments/mine/", mine.appointments_mine, name="appointments_mine"),
    path("appointments/mine/<str:number>/", mine.appointment_mine, name="appointment_mine"),
    path("appointments/mine/<str:number>/calendar/", mine.appointment_calendar, name="appointment_calendar"),
    path("appointments/day/", day.appointments_day, name="appointments_day"),
    path("appointments/day/export/", day.appointments_export, name="appointments_export"),
    path("appointments/day/<int:pk>/<slug:name>/", day.appointment_act, name="appointment_act"),
    path("appointments/halls/", halls.halls, name="halls"),
    path("appointments/halls/<slug:code>/", halls.hall_hours, name="hall_hours"),
]
