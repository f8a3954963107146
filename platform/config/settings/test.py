"""Tests: production's settings, made strict (undefined variables raise) and quick (a cheap hash, a short lease)."""

import os

from core.localdev.testing import ensure_servers

os.environ.update(
    ensure_servers(),
    OGNIWO_SECRET_KEY="only-for-tests-" + "x" * 40,
    OGNIWO_SCHEME="http",
    OGNIWO_PORT="80",
    OGNIWO_DEMO="0",
)

from config.settings.base import *  # noqa: F403

PASSWORD_HASHERS = ("django.contrib.auth.hashers.MD5PasswordHasher",)
OGNIWO_STYLEGUIDE = True
WHITENOISE_USE_FINDERS = True
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
os.makedirs(STATIC_ROOT, exist_ok=True)  # noqa: F405  (WhiteNoise warns about a folder that is not there)
