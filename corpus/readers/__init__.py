"""How records come in: a reader for each format (`corpus.interfaces`); `corpus.files` chooses one by content."""
