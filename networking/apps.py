"""Where houses meet, and the public site."""

from django.apps import AppConfig


class NetworkingConfig(AppConfig):
    name = "networking"
