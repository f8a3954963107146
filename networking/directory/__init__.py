"""Which organisations are in the network and where their doors are: the first page that anybody sees.

It shows names and addresses of organisations and nothing else; who works there is known only inside.
"""
