"""The query of each upstream that is followed where no other is given: stem and stromal cells in psoriatic disease.

Each asks for a disease and a cell (or what a cell sheds), in whatever language and of whatever year. Wide on purpose:
what is not taken in cannot be found, and what is taken in too much is passed over by the search.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# The disease. "Psoriasis" holds "Arthritis, Psoriatic" below it; both are named, should the tree be rearranged. The
# stem of the word finds psoriasis, psoriatic and psoriasiform, also in records that have no headings yet. Left out:
# spondyloarthritis by itself, whose work on stem cells is about ankylosing spondylitis.
_PUBMED_DISEASE = '"Arthritis, Psoriatic"[Mesh] OR "Psoriasis"[Mesh] OR psoria*[tiab]'

# The cells by heading. "Stem Cell Transplantation" holds the mesenchymal, the haematopoietic and that of cord blood;
# "Extracellular Vesicles" holds exosomes. Left out: "Stem Cells", below which stand the skin's own, whose part in the
# disease is another question; what it has of therapy says "stem cell" in its words.
_PUBMED_HEADINGS = (
    '"Mesenchymal Stem Cells"[Mesh] OR "Mesenchymal Stem Cell Transplantation"[Mesh] OR '
    '"Hematopoietic Stem Cell Transplantation"[Mesh] OR "Stem Cell Transplantation"[Mesh] OR '
    '"Stromal Cells"[Mesh] OR "Bone Marrow Transplantation"[Mesh] OR "Extracellular Vesicles"[Mesh]'
)

# The cells by name. PubMed reads a hyphen as a space, so that "stem cell*" finds stem-cells.
_PUBMED_CELLS = (
    '"stem cell*"[tiab] OR "stromal cell*"[tiab] OR "progenitor cell*"[tiab] OR "mesenchymal cell*"[tiab] OR '
    '"cell therap*"[tiab] OR MSC[tiab] OR MSCs[tiab] OR HSCT[tiab]'
)

# The cells by where they come from, for work that calls them nothing else. Left out: "bone marrow" by itself, which is
# mostly its oedema on an image, and ASC, which is mostly a protein of the inflammasome.
_PUBMED_TISSUES = (
    '"umbilical cord"[tiab] OR "cord blood"[tiab] OR "wharton jelly"[tiab] OR "wharton\'s jelly"[tiab] OR '
    '"adipose derived"[tiab] OR "stromal vascular fraction"[tiab] OR SVF[tiab] OR "bone marrow transplant*"[tiab] OR '
    '"bone marrow derived"[tiab] OR "bone marrow cell*"[tiab] OR "bone marrow aspirate*"[tiab]'
)

# What the cells shed and is given in their place. It also finds vesicles of other cells as a sign of the disease.
_PUBMED_VESICLES = 'exosome*[tiab] OR exosomal[tiab] OR "extracellular vesicle*"[tiab] OR microvesicle*[tiab]'

# The same in Europe PMC's language, which adds preprints. KW searches the headings. Left out: patents, whose words
# are claims and not findings.
_EUROPEPMC_DISEASE = " OR ".join(
    (
        "TITLE_ABS:psoriasis",
        "TITLE_ABS:psoriatic",
        "TITLE_ABS:psoriasiform",
        'KW:"psoriasis"',
        'KW:"arthritis, psoriatic"',
    )
)
_EUROPEPMC_CELLS = " OR ".join(
    f'TITLE_ABS:"{words}"'
    for words in (
        "stem cell",
        "stem cells",
        "stromal cell",
        "stromal cells",
        "progenitor cell",
        "progenitor cells",
        "mesenchymal",
        "cell therapy",
        "cell therapies",
        "MSC",
        "MSCs",
        "HSCT",
        "umbilical cord",
        "cord blood",
        "wharton's jelly",
        "adipose derived",
        "stromal vascular fraction",
        "bone marrow transplantation",
        "bone marrow transplant",
        "bone marrow derived",
        "exosome",
        "exosomes",
        "exosomal",
        "extracellular vesicle",
        "extracellular vesicles",
        "microvesicles",
    )
)

# The same in ClinicalTrials.gov's language, which finds synonyms and plurals by itself. The cells are looked for in
# what is given and in the title alone: among the criteria, a transplant is mostly a reason to be left out of a trial.
_REGISTRY_CELLS = (
    '"stem cell" OR "stromal cell" OR mesenchymal OR "progenitor cell" OR "cell therapy" OR MSC OR HSCT OR '
    '"umbilical cord" OR "cord blood" OR "adipose derived" OR "stromal vascular fraction" OR '
    '"bone marrow transplantation" OR exosome OR "extracellular vesicle"'
)

DEFAULT_QUERIES: Mapping[str, str] = MappingProxyType(
    {
        "pubmed": (
            f"({_PUBMED_DISEASE}) AND "
            f"({_PUBMED_HEADINGS} OR {_PUBMED_CELLS} OR {_PUBMED_TISSUES} OR {_PUBMED_VESICLES})"
        ),
        "europepmc": f"({_EUROPEPMC_DISEASE}) AND ({_EUROPEPMC_CELLS}) NOT (SRC:PAT)",
        "clinicaltrials": (
            'AREA[ConditionSearch](psoriasis OR "psoriatic arthritis") AND '
            f"(AREA[InterventionSearch]({_REGISTRY_CELLS}) OR AREA[TitleSearch]({_REGISTRY_CELLS}))"
        ),
    }
)
