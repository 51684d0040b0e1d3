"""A witness: it cosigns the states of logs, as long as each contains all that it saw before.

C2SP tlog-witness and tlog-cosignature. Needs Python 3.11, `cryptography` and `netral_verify`.
"""
