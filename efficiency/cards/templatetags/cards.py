"""Words that the pages of cards need."""

from datetime import datetime

from django import template

from efficiency.cards.claims import chinese_date, chinese_limit, chinese_moment, limit_words
from efficiency.clocks.kinds import Ground

register = template.Library()


@register.filter
def limit_end(value: datetime | None) -> str:
    """The end of a limit: the last day and its hour, 24:00 for a day that ends at midnight."""
    return limit_words(value) if value else ""


@register.filter
def document_date(value: datetime) -> str:
    """A date as an official document writes it."""
    return chinese_date(value)


@register.filter
def document_moment(value: datetime) -> str:
    """A moment as an official document writes it."""
    return chinese_moment(value)


@register.filter
def document_limit(value: datetime) -> str:
    """The end of a limit as an official document writes it."""
    return chinese_limit(value)


@register.filter
def ground_words(code: str) -> str:
    """The ground of a pause in words."""
    return str(Ground(code).label)
