"""Words of versions for templates."""
