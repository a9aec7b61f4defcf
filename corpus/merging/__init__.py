"""How the records of all sources become documents.

`identity` says which records are about one publication, `fields` takes the best of each field, `corrections` what one
publication says of another: these are pure. `intake` takes records in, `assembly` puts together the documents that a
change touches, `derivation` reads what the corpus holds of them; `source_rows` are the rows of records.
"""
