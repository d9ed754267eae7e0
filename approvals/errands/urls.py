"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from approvals.errands.views import errand, lists

urlpatterns: list[URLPattern | URLResolver] = [
    path("errands/", lists.errands, name="errands"),
    path("errands/export/", lists.errands_export, name="errands_export"),
    path("errands/new/", errand.errand_new, name="errand_new"),
    path("errands/new/materials/", errand.errand_materials, name="errand_materials"),
    path("errands/<str:number>/", errand.errand, name="errand"),
    path("errands/<str:number>/receipt/", errand.errand_receipt, name="errand_receipt"),
    path("errands/<str:number>/<slug:name>/", errand.errand_act, name="errand_act"),
]
