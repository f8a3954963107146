"""What a dump of the database must not tell: PESEL numbers, telephones, the groups of article 1.

Every house has a key of its own, made when it is founded and kept wrapped under the secret of the installation. Sealed
columns hold ciphertext; what must be found again has a keyed index beside it. Throwing the key away shreds the rest.
"""
