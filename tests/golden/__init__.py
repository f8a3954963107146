"""Independent references: what the product counts is counted here a second time, in another way."""
