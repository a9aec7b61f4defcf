"""How documents go out: a writer for each format (`corpus.interfaces.DocumentWriter`); `corpus.export` names them."""
