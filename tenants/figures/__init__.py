"""What may cross the border: numbers that a manager released, and the tables that are made of them.

A release holds counts and sums of one centre and one month; nobody but the statistician reads releases of others. The
roll-up turns them into a closed family of tables, hides what could tell of a person, and the publisher writes down
what is left. Everybody else reads published cells only.
"""
