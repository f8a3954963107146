"""The paper of figures."""

from casework.figures.reports.released import RELEASED_FIGURES

FIGURES_REPORTS = (RELEASED_FIGURES,)

__all__ = ["FIGURES_REPORTS"]
