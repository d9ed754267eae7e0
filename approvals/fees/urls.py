"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from approvals.fees.views import standards

urlpatterns: list[URLPattern | URLResolver] = [
    path("fees/", standards.fees, name="fees"),
    path("fees/export/", standards.fees_export, name="fees_export"),
    path("fees/new/", standards.fee_new, name="fee_new"),
    path("fees/import/", standards.fees_import, name="fees_import"),
    path("fees/import/template/", standards.fees_template, name="fees_template"),
    path("fees/<str:code>/", standards.fee, name="fee"),
    path("fees/<str:code>/change/", standards.fee_change, name="fee_change"),
]
