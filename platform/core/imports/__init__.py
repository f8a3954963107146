"""What a centre already has in its spreadsheets comes in: read, recognised, checked, taken over, and undone if need be.

A file is a stranger: it is read by a small program apart, under limits of memory and time. What it holds is sealed and
kept only until the day on which the import can be undone is over. What rows mean is said by importers, which casework
registers here.
"""
