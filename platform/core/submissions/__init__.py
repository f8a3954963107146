"""A form is submitted once: however often its button is pressed, the act happens one time.

Every form carries an identifier of its own. The first submission claims it in the transaction of the act; the others
wait for that transaction and are then sent where the first one was sent.
"""
