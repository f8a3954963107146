"""What must not slip out of the house in a text that others will read: a participant's number, telephone or name.

The check happens inside the author's house, before anything is saved. A PESEL number is refused; a name may be that of
a namesake, so its author decides, and the history keeps that they did.
"""
