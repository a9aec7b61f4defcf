"""What is counted, of rankings and of answers. Pure: nothing here reads a file, a corpus or an index."""
