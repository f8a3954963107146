"""Papers made of the history."""
