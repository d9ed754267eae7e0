"""The section of general settings on the settings desk."""

from efficiency.changes import desk
from efficiency.changes.general import load

desk.register("9-general", load)
