"""Reading the data files of supervision."""
