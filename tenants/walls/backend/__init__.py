"""The database backend: django-tenants' own, with a role per house."""
