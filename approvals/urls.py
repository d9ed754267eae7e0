"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from approvals.views import asks, case, cases, catalogue, counter, item_editing, item_files, papers, progress

urlpatterns: list[URLPattern | URLResolver] = [
    path("items/", catalogue.items, name="items"),
    path("items/new/", item_editing.item_new, name="item_new"),
    path("items/export/", item_files.items_export, name="items_export"),
    path("items/template/", item_files.items_template, name="items_template"),
    path("items/import/", item_files.items_import, name="items_import"),
    path("items/imports/<int:pk>/", item_files.item_import, name="item_import"),
    path("items/imports/<int:pk>/drop/", item_files.item_import_drop, name="item_import_drop"),
    path("items/<str:code>/", catalogue.item, name="item"),
    path("items/<str:code>/guide/", catalogue.item_guide, name="item_guide"),
    path("items/<str:code>/checklist/", catalogue.item_checklist, name="item_checklist"),
    path("items/<str:code>/edit/", item_editing.item_edit, name="item_edit"),
    path("items/<str:code>/versions/<int:number>/take-back/", item_editing.item_take_back, name="item_take_back"),
    path("cases/", cases.cases, name="cases"),
    path("cases/export/", cases.cases_export, name="cases_export"),
    path("cases/new/", counter.case_new, name="case_new"),
    path("cases/new/items/", counter.case_items, name="case_items"),
    path("cases/find/", counter.case_find, name="case_find"),
    path("cases/new/known/", counter.case_known, name="case_known"),
    path("cases/new/materials/", counter.case_materials, name="case_materials"),
    path("cases/<str:reference>/", case.case, name="case"),
    path("cases/<str:reference>/receipt/", counter.case_receipt, name="case_receipt"),
    path("cases/<str:reference>/applicant/", case.case_applicant, name="case_applicant"),
    path("cases/<str:reference>/papers/<int:pk>/", papers.case_paper, name="case_paper"),
    path("cases/<str:reference>/papers/<int:pk>/pdf/", papers.case_paper_pdf, name="case_paper_pdf"),
    path("cases/<str:reference>/papers/<int:pk>/named/", papers.case_paper_named, name="case_paper_named"),
    path("cases/<str:reference>/ask/<slug:kind>/", asks.case_ask, name="case_ask"),
    path("cases/<str:reference>/asks/<int:pk>/", asks.case_rule, name="case_rule"),
    path("cases/<str:reference>/<slug:name>/", case.case_act, name="case_act"),
    path("track/case/", progress.case_progress, name="case_progress"),
]
