"""Pages of imports: what can come in, the upload, the columns, the preview, the result, the way back."""

from core.imports.views.start import start, template, upload
from core.imports.views.steps import batch, columns, discard, progress, sheet, take_over, undo

__all__ = ["batch", "columns", "discard", "progress", "sheet", "start", "take_over", "template", "undo", "upload"]
