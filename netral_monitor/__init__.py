"""Watch a Netral log from outside: read its public files, and check every rule it must keep.

Needs Python 3.11, `cryptography` and `netral_verify`; knows nothing but what everybody can read.
"""
