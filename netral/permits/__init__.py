"""Permissions: to serve in an ad hoc election body, unpaid leave beside a candidate spouse."""
