"""Who may see and do what here."""

from efficiency.common.access import holders_of

READERS_OF_READINGS = holders_of("auditor")
# The office handles what people ask about their own data; the auditor reads the register.
REQUEST_HANDLERS = holders_of("office")
REQUEST_READERS = holders_of("office", "auditor")
