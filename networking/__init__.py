"""The square where houses meet, in the shared schema."""
