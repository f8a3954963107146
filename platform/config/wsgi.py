"""The door of the web server. WSGI only: a house is bound to the connection of a thread (`tenants.E001`)."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
os.environ.setdefault("OGNIWO_PROCESS", "web")

from django.core.wsgi import get_wsgi_application

from tenants.walls.probe import probe_database

application = get_wsgi_application()
probe_database()
