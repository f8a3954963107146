"""The identifier of a form that has no Django form behind it, such as a single button."""

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def form_once() -> SafeString:
    """A hidden field with a new identifier; the view is declared `@once`."""
    return format_html('<input type="hidden" name="form_id" value="{}">', uuid4())
