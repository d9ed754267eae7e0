"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from efficiency.presence.views import board, enquiries, leaves, outings, rosters, unexcused, whereabouts

urlpatterns: list[URLPattern | URLResolver] = [
    path("staff/", board.staff, name="staff"),
    path("staff/<int:pk>/", board.unit_staff, name="unit-staff"),
    path("whereabouts/", whereabouts.whereabouts, name="whereabouts"),
    path("leave/", leaves.leaves, name="leaves"),
    path("leave/new/", leaves.new_leave, name="leave-new"),
    path("leave/<int:pk>/", leaves.leave, name="leave"),
    path("leave/<int:pk>/decide/", leaves.decide_leave, name="leave-decide"),
    path("leave/<int:pk>/cancel/", leaves.cancel_leave, name="leave-cancel"),
    path("leave/<int:pk>/return/", leaves.return_from_leave, name="leave-return"),
    path("unexcused/", unexcused.unexcused_list, name="unexcused-list"),
    path("unexcused/new/", unexcused.new_unexcused, name="unexcused-new"),
    path("unexcused/<int:pk>/", unexcused.unexcused, name="unexcused"),
    path("outings/", outings.outings, name="outings"),
    path("outings/new/", outings.new_outing, name="outing-new"),
    path("outings/<int:pk>/back/", outings.outing_back, name="outing-back"),
    path("roster/", rosters.roster, name="roster"),
    path("roster/units/<int:pk>/add/", rosters.add_turns, name="roster-add"),
    path("roster/<int:pk>/remove/", rosters.remove_turn, name="roster-remove"),
    path("asked/", enquiries.enquiries, name="enquiries"),
    path("asked/new/", enquiries.new_enquiry, name="enquiry-new"),
    path("asked/<int:pk>/", enquiries.enquiry, name="enquiry"),
    path("asked/<int:pk>/offer/", enquiries.offer_enquiry, name="enquiry-offer"),
    path("asked/<int:pk>/take/", enquiries.take_enquiry, name="enquiry-take"),
    path("asked/<int:pk>/decline/", enquiries.decline_enquiry, name="enquiry-decline"),
    path("asked/<int:pk>/finish/", enquiries.finish_enquiry, name="enquiry-finish"),
    path("asked/<int:pk>/contact/", enquiries.reveal_contact, name="enquiry-contact"),
]
