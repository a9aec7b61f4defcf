"""Clients that people have ask the service as it is run: `make test-clients`, whose figures are in docs/clients.md.

Each client is a program of its own in `programs/`, as the clients' packages go together neither with ours nor all with
each other. It is given the service's address and prints a line of JSON for each call (`heard`). The network is needed
to install them, so none of this is part of `make test`.
"""
