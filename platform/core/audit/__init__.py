"""The history of changes and accesses: who did what, to what, when. The house's own role may only add to it."""
