"""Ogniwo: composition root. Settings, URLs per kind of house, the list of slices, WSGI."""

from worker.celery import app as celery_app

__all__ = ["celery_app"]
