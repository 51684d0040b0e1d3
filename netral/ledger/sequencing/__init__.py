"""The sequencer: gives entries their places in the log, writes its files, publishes its state."""
