"""The REST API's own part: keys as identity, one shape for errors, pages by cursor, requests that may be repeated.

What can be asked lies in the `api.py` of each slice; the rules are the same services that the forms call.
"""
