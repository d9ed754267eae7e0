"""The outbox: notices written with the act, delivered afterwards, never twice."""
