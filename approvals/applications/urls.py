"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from approvals.applications.views import completing, fields, files, share, steps, who

urlpatterns: list[URLPattern | URLResolver] = [
    path("items/<str:code>/apply/", who.begin, name="apply_item"),
    path("apply/", who.apply, name="apply"),
    path("apply/complete/", completing.complete, name="complete"),
    path("apply/complete/<str:reference>/", completing.complete_case, name="complete_case"),
    path("apply/<str:number>/who/", who.who, name="apply_who"),
    path("apply/<str:number>/materials/", steps.materials, name="apply_materials"),
    path("apply/<str:number>/review/", steps.review, name="apply_review"),
    path("apply/<str:number>/filed/", steps.filed, name="apply_filed"),
    path("apply/<str:number>/discard/", steps.discard, name="apply_discard"),
    path("apply/<str:number>/close/", steps.close, name="apply_close"),
    path("online-share/", share.share, name="online_share"),
    path("online-share/export/", share.share_export, name="online_share_export"),
    path("applicant-details/", fields.item_fields_list, name="item_fields_list"),
    path("applicant-details/<str:code>/", fields.item_fields, name="item_fields"),
    path("cases/<str:reference>/files/<int:pk>/", files.case_file, name="case_file"),
]
