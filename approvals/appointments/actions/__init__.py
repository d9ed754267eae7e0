"""The only ways in which appointments and the hours of halls change."""

from approvals.appointments.actions.booking import UnableToBook, book, cancel, move
from approvals.appointments.actions.opening import UnableToSetHours, set_hours
from approvals.appointments.actions.serving import UnableToServe, arrive, close_past, miss, serve, tell_halls

__all__ = [
    "UnableToBook",
    "UnableToServe",
    "UnableToSetHours",
    "arrive",
    "book",
    "cancel",
    "close_past",
    "miss",
    "move",
    "serve",
    "set_hours",
    "tell_halls",
]
