"""What a line of the log looks like: the reference number of its request, and nothing about people."""

import logging

from django.apps import apps


class OnEveryLine(logging.Filter):
    """Hands over to `core.ui.middleware.ReferenceFilter` once Django is loaded; logging is set up before that."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.reference = "-"
        if not apps.ready:
            return True
        from core.ui.middleware import ReferenceFilter  # imports models, so it needs the app registry

        return ReferenceFilter().filter(record)
