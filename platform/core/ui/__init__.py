"""The look of the house: one frame, one menu by role, one table, one form, one way to confirm, on every page.

People use these pages tired and interrupted. So every page says in which house one is, what waits, and what
to do next, and every part works by keyboard, on a phone, on paper and without scripts. Slices hang their
entries into the registries here.
"""
