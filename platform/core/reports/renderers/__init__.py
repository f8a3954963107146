"""From a paper's content to a file: PDF for people, a spreadsheet for counting, a plain table for other
programs."""

from core.reports.renderers.csv import as_csv

__all__ = ["as_csv"]
