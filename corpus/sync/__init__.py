"""Keeping a corpus current from PubMed, Europe PMC and ClinicalTrials.gov: the one part of the corpus with a network.

Nothing that serves imports it.
"""
