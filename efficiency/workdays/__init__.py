"""Which days count: the official arrangement, local exceptions, calendar versions."""
