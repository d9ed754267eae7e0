"""Parts of the city on trial, as those ask who foresee cards: by the judge's own condition."""

from datetime import datetime

from efficiency.cards.judging import ON_TRIAL
from efficiency.cards.models import Launch
from efficiency.clocks import trials
from efficiency.clocks.models import Clock


def _anywhere() -> bool:
    return Launch.objects.exists()


def _holds(clock: Clock, due_at: datetime) -> bool:
    part = Launch.objects.covering(subsystem=clock.matter.subsystem, path=clock.unit.path)
    return part.on_trial(due_at).exists()


def register() -> None:
    """Say it once; the clocks ask."""
    trials.register(trials.Trial(anywhere=_anywhere, holds=_holds, sql=ON_TRIAL))
