"""A centre's own schema: participants and everything about them."""
