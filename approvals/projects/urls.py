"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from approvals.projects.views import chains, projects, requests, steps

urlpatterns: list[URLPattern | URLResolver] = [
    path("projects/", projects.projects, name="projects"),
    path("projects/export/", projects.projects_export, name="projects-export"),
    path("projects/major/", projects.majors, name="projects-major"),
    path("projects/new/", projects.project_new, name="project-new"),
    path("projects/chains/", chains.chains, name="project-chains"),
    path("projects/chains/new/", chains.chain_new, name="project-chain-new"),
    path("projects/chains/<slug:code>/", chains.chain, name="project-chain"),
    path("projects/chains/<slug:code>/edit/", chains.chain_edit, name="project-chain-edit"),
    path("projects/<slug:reference>/", projects.project, name="project"),
    path("projects/<slug:reference>/sheet/", projects.project_sheet, name="project-sheet"),
    path("projects/<slug:reference>/firm/", projects.project_firm, name="project-firm"),
    path("projects/<slug:reference>/withdraw/", projects.project_withdraw, name="project-withdraw"),
    path("projects/<slug:reference>/leader/", projects.project_leader, name="project-leader"),
    path("projects/<slug:reference>/steps/<int:number>/", steps.step, name="project-step"),
    path("projects/<slug:reference>/steps/<int:number>/<slug:name>/", steps.step_act, name="project-step-act"),
    path("clocks/<int:pk>/ask/<slug:kind>/", requests.clock_ask, name="clock-ask"),
    path("clock-requests/<int:pk>/", requests.clock_request, name="clock-request"),
]
