"""What takes two persons in this room: found by the room of changes when the house starts."""

from efficiency.changes.kinds import register
from efficiency.clocks.policy_changes import POLICY

register(POLICY)
