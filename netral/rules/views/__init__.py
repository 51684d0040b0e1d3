"""Pages on the rules: for everybody, and for those who keep them."""
