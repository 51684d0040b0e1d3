"""Reading roster files: what they are, where the table is, and no more of it than is needed."""
