"""The law of neutrality as dated data, and the engine that answers from it."""
