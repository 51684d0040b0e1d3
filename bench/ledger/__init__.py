"""The transparency log: how quickly it grows, what it costs an act, and that nothing breaks it."""
