"""Reading letters: what this house received and sent. Row level security shows it no others."""

from uuid import UUID

from django.db.models import QuerySet

from tenants.post.models import Post
from tenants.walls.context import current_house


def received_post() -> QuerySet[Post]:
    """Letters to the current house, newest first."""
    return Post.objects.filter(to_house=current_house()).select_related("from_house").order_by("-sent_at", "-id")


def sent_post() -> QuerySet[Post]:
    """Letters from the current house, newest first."""
    return Post.objects.filter(from_house=current_house()).select_related("to_house").order_by("-sent_at", "-id")


def received_letter(post_id: UUID) -> Post | None:
    """One letter to the current house, or nothing (also when it is somebody else's)."""
    return received_post().filter(pk=post_id).first()
