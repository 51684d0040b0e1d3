"""The outbox: in-app messages and e-mail, queued in the act's own transaction."""
