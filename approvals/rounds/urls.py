"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from approvals.rounds.views import proposals, public, rounds, simulator

urlpatterns: list[URLPattern | URLResolver] = [
    path("speed-ups/", public.published_rounds, name="speed-ups"),
    path("speed-ups/<int:pk>/", public.published_round, name="speed-up"),
    path("speed-ups/<int:pk>/export/", public.published_export, name="speed-up-export"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.round_new, name="round-new"),
    path("rounds/simulator/", simulator.simulator, name="simulator"),
    path("rounds/simulator/replay/", simulator.replay_cases, name="replay-cases"),
    path("rounds/<int:pk>/", rounds.round_page, name="round"),
    path("rounds/<int:pk>/edit/", rounds.round_edit, name="round-edit"),
    path("rounds/<int:pk>/open/", rounds.round_open, name="round-open"),
    path("rounds/<int:pk>/put-forward/", rounds.round_put_forward, name="round-put-forward"),
    path("rounds/<int:pk>/withdraw/", rounds.round_withdraw, name="round-withdraw"),
    path("rounds/<int:pk>/export/", rounds.round_export, name="round-export"),
    path("rounds/<int:pk>/proposals/", proposals.proposals, name="round-proposals"),
    path("rounds/<int:pk>/proposals/new/", proposals.proposal_new, name="round-proposal-new"),
    path("rounds/<int:pk>/upload/", proposals.upload, name="round-upload"),
    path("rounds/<int:pk>/sheet/", proposals.sheet, name="round-sheet"),
    path("rounds/<int:pk>/answer/", proposals.answer_round, name="round-answer"),
    path("rounds/proposals/<int:pk>/", proposals.proposal, name="round-proposal"),
    path("rounds/proposals/<int:pk>/keep/", proposals.proposal_keep, name="round-proposal-keep"),
    path("rounds/proposals/<int:pk>/drop/", proposals.proposal_drop, name="round-proposal-drop"),
]
