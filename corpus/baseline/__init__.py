"""PubMed's yearly baseline and daily updates: numbered files, taken in in order, each whole or not at all."""
