"""The map of houses: which organisations there are, of what kind, under which addresses, and whether they are open."""
