"""Whole ways of people through the product, in a real browser, on real processes."""
