"""Letters from house to house: nobody can write into another house, so the sender leaves a letter in the shared schema.

The addressee's own worker turns it into notices for its own people. Senders appear as signatures, never as accounts.
"""
