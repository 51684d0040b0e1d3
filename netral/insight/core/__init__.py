"""Drawing figures as SVG on the server: pure, the same figures give the same picture."""
