"""Addresses of the API, below /api/v1/: an operation stands where its page stands."""

from django.urls import path

from efficiency.portal.api import backlog, cards, clocks, complaints, due, filing, items, matters, root, units

urlpatterns = [
    path("", root.RootView.as_view(), name="api-root"),
    path("schema/", root.SchemaView.as_view(), name="api-schema"),
    path("docs/", root.docs, name="api-docs"),
    path("due/", due.DueView.as_view(), name="api-due"),
    path("units/", units.UnitsView.as_view(), name="api-units"),
    path("units/<slug:code>/", units.UnitView.as_view(), name="api-unit"),
    path("items/", items.ItemsView.as_view(), name="api-items"),
    path("items/<slug:code>/", items.ItemView.as_view(), name="api-item"),
    path("matters/", matters.MattersView.as_view(), name="api-matters"),
    path("matters/<slug:reference>/", matters.MatterView.as_view(), name="api-matter"),
    path("clocks/", clocks.ClocksView.as_view(), name="api-clocks"),
    path("clocks/<int:pk>/", clocks.ClockView.as_view(), name="api-clock"),
    path("cards/", cards.CardsView.as_view(), name="api-cards"),
    path("cards/<int:pk>/", cards.CardView.as_view(), name="api-card"),
    path("cards/<int:pk>/receive/", cards.ReceiveCardView.as_view(), name="api-card-receive"),
    path("cards/<int:pk>/answer/", cards.AnswerCardView.as_view(), name="api-card-answer"),
    path("backlog/", backlog.BacklogsView.as_view(), name="api-backlogs"),
    path("backlog/<slug:code>/", backlog.BacklogView.as_view(), name="api-backlog"),
    path("complaints/", complaints.ComplaintsView.as_view(), name="api-complaints"),
    path("complaints/new/", filing.FilingView.as_view(), name="api-complaint-new"),
    path("complaints/<slug:reference>/", complaints.ComplaintView.as_view(), name="api-complaint"),
    path("complaints/<slug:reference>/sign-for/", complaints.SignForView.as_view(), name="api-complaint-sign-for"),
    path("complaints/<slug:reference>/reply/", complaints.ReplyView.as_view(), name="api-complaint-reply"),
]
