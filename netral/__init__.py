"""The neutrality season of public servants, as one chain of proof."""
