"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from approvals.views import cases, catalogue, counter, progress

urlpatterns: list[URLPattern | URLResolver] = [
    path("items/", catalogue.items, name="items"),
    path("items/new/", catalogue.item_new, name="item_new"),
    path("items/<str:code>/", catalogue.item, name="item"),
    path("items/<str:code>/edit/", catalogue.item_edit, name="item_edit"),
    path("cases/", cases.cases, name="cases"),
    path("cases/export/", cases.cases_export, name="cases_export"),
    path("cases/new/", counter.case_new, name="case_new"),
    path("cases/new/items/", counter.case_items, name="case_items"),
    path("cases/new/materials/", counter.case_materials, name="case_materials"),
    path("cases/<str:reference>/", cases.case, name="case"),
    path("cases/<str:reference>/receipt/", counter.case_receipt, name="case_receipt"),
    path("cases/<str:reference>/accept/", cases.case_accept, name="case_accept"),
    path("cases/<str:reference>/finish/", cases.case_finish, name="case_finish"),
    path("cases/<str:reference>/withdraw/", cases.case_withdraw, name="case_withdraw"),
    path("cases/<str:reference>/applicant/", cases.case_applicant, name="case_applicant"),
    path("track/case/", progress.case_progress, name="case_progress"),
]
