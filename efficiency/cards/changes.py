"""What takes two persons in this room: found by the room of changes when the house starts."""

from efficiency.cards.backlog import BACKLOG
from efficiency.cards.launching import LAUNCH
from efficiency.changes.kinds import register

register(LAUNCH)
register(BACKLOG)
