"""How a file leaves the house. There is no address of a file as such: a view of its owner checks who asks."""

from django.http import FileResponse

from core.files.selectors import OpenedFile


def attachment(opened: OpenedFile) -> FileResponse:
    """The file as a download that no browser will show or run inside our address."""
    response = FileResponse(opened.stream, as_attachment=True, filename=opened.name, content_type=opened.content_type)
    response["Content-Length"] = str(opened.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store, private"
    return response
