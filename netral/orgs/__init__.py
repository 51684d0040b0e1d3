"""Units, offices and people of an institution, and the roster that keeps them true."""
