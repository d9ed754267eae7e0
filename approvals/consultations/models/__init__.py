"""Consultations with the opinions of the units, and bulletins with their addressees."""

from approvals.consultations.models.bulletins import Addressee, Bulletin
from approvals.consultations.models.consultations import Consultation, Invitation

__all__ = ["Addressee", "Bulletin", "Consultation", "Invitation"]
