"""Letting figures go, making tables of them, and setting how strictly they hide."""

from tenants.figures.services.jobs import freeze, publish
from tenants.figures.services.publishing import publish_now
from tenants.figures.services.releasing import PUBLISH, release_figures
from tenants.figures.services.settings import set_protection

__all__ = ["PUBLISH", "freeze", "publish", "publish_now", "release_figures", "set_protection"]
