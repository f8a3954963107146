"""Figures leave the centre: by the manager's hand, or by themselves where the manager chose so."""

from casework.figures.services.daily import FIGURES_NOTICES, figures_daily, release_due, remind
from casework.figures.services.releasing import FIGURES_ACTIONS, decide, release_by_itself, release_month

__all__ = [
    "FIGURES_ACTIONS",
    "FIGURES_NOTICES",
    "decide",
    "figures_daily",
    "release_by_itself",
    "release_due",
    "release_month",
    "remind",
]
