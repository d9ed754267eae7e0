"""What takes two persons in this room: found by the room of changes when the house starts."""

from efficiency.changes.kinds import register
from efficiency.clocks.calendar_changes import DAY, DAY_BACK, YEAR, YEAR_BACK
from efficiency.clocks.policy_changes import POLICY

for kind in (POLICY, YEAR, DAY, DAY_BACK, YEAR_BACK):
    register(kind)
