"""Demo and development: the same product over plain http on this machine."""

from config.settings.base import *  # noqa: F403

OGNIWO_STYLEGUIDE = True
WHITENOISE_USE_FINDERS = True
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
