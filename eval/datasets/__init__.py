"""What is measured on: data sets, questions and rankings as other tools write them, read into one shape."""
