"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from efficiency.cards.views import acts, backlog, board, bulk, card, launch, office, proof, reconciliation, sweeps

urlpatterns: list[URLPattern | URLResolver] = [
    path("cards/", board.board, name="cards"),
    path("cards/seen/", board.mark_seen, name="cards_seen"),
    path("cards/export/", board.export, name="cards_export"),
    path("cards/reminders/", board.board, {"reminders": True}, name="card_reminders"),
    path("cards/reminders/export/", board.export, {"reminders": True}, name="card_reminders_export"),
    path("cards/new/", office.new, name="card_new"),
    path("cards/settings/", office.settings, name="card_settings"),
    path("cards/several/<slug:code>/", bulk.act, name="cards_bulk_act"),
    path("cards/<int:pk>/", card.card, name="card"),
    path("cards/<int:pk>/notice/", card.notice, name="card_notice"),
    path("cards/<int:pk>/proof/", proof.proof, name="card_proof"),
    path("verify/<str:number>/<str:leaf>/", proof.verify, name="card_verify"),
    path("verify/<str:number>/<str:leaf>/proof/", proof.public_proof, name="card_public_proof"),
    path("cards/<int:pk>/receive/", acts.receive, name="card_receive"),
    path("cards/<int:pk>/answer/", acts.answer, name="card_answer"),
    path("cards/<int:pk>/uphold/", acts.uphold, name="card_uphold"),
    path("cards/<int:pk>/propose/", acts.propose, name="card_propose"),
    path("cards/<int:pk>/rulings/<int:ruling_pk>/", acts.decide, name="card_decide"),
    path("cards/<int:pk>/rectify/", acts.rectify, name="card_rectify"),
    path("cards/<int:pk>/close/", acts.close, name="card_close"),
    path("reconciliation/", reconciliation.reconciliation, name="reconciliation"),
    path("reconciliation/run/", reconciliation.run, name="reconciliation_run"),
    path("launch/", launch.launches, name="launches"),
    path("launch/set/", launch.set_start, name="launch_set"),
    path("launch/backlog/", backlog.bring_in, name="backlog"),
    path("launch/backlog/<slug:code>/template/", backlog.template, name="backlog_template"),
    path("launch/would-be/", launch.shadows, name="shadows"),
    path("launch/would-be/export/", launch.export, name="shadows_export"),
    path("sweeps/", sweeps.sweeps, name="sweeps"),
    path("sweeps/faults/<int:pk>/look/", sweeps.look, name="sweep_look"),
]
