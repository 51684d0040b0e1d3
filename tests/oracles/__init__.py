"""Implementations that are not ours, asked whether they accept our log and refuse what is false.

Each lives in an environment of its own (`tools/oracles.py`) and reads `claims.json`, in which every
claim says whether it is true (`good`); it answers with one list of booleans for each kind of claim.
"""
