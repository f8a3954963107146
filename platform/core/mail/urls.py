"""Address of the outbox page."""

from django.urls import path

from core.mail import views

app_name = "mail"
urlpatterns = [path("", views.outbox, name="outbox")]
