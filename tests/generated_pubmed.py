"""PubMed XML of invented words in the shape and the size of NLM's files: about 10 KB a record, 30,000 records a file.

A record has what fills NLM's: a structured abstract of about 1.4 KB, authors with affiliations, MeSH headings, and a
list of references. The same seed writes the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

RECORDS_A_FILE = 30_000
LABELS = "BACKGROUND", "METHODS", "RESULTS", "CONCLUSIONS"

_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n'
)
_TAIL = "</PubmedArticleSet>\n"
_SYLLABLES = (
    *("ba", "co", "du", "fe", "gi", "ho", "ju", "ka", "lo", "mi", "nu", "pe", "qua", "ri", "so", "tu", "va", "wo"),
    *("xe", "zy", "ther", "lin", "dox", "mab", "tro", "phen"),
)
_SIGNS = "β", "α", "µ", "±", "é"
_REFERENCES, _AUTHORS, _HEADINGS = 9, 4, 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a record is to say; the rest is invented. ``revised`` is an ISO 8601 day."""

    title: str | None = None
    year: int = 2015
    revised: str = "2025-01-15"
    mesh: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ("Journal Article",)
    corrections: tuple[tuple[str, int], ...] = ()  # PubMed's RefType and the PMID of the other


class Inventor:
    """Invents words, sentences, names and records from a seed."""

    def __init__(self, seed: int = 26) -> None:
        self._random = random.Random(seed)  # noqa: S311 - not for secrets
        self._words = ["".join(self._random.choices(_SYLLABLES, k=self._random.randint(1, 4))) for _ in range(4000)]
        self._sentences = [self._sentence() for _ in range(3000)]

    def article(self, pmid: int, wanted: Wanted | None = None) -> str:
        """Return one record, a line to each element as NLM writes them."""
        told = wanted or Wanted(year=self._random.randint(1975, 2025))
        title = told.title or self._some(self._sentences, 1)[0]
        journal = " ".join(self._some(self._words, 3)).title()
        return f"""  <PubmedArticle>
    <MedlineCitation Status="MEDLINE" Owner="NLM" IndexingMethod="Automated">
      <PMID Version="1">{pmid}</PMID>
      {_day("DateCompleted", told.revised)}
      {_day("DateRevised", told.revised)}
      <Article PubModel="Print-Electronic">
        <Journal>
          <ISSN IssnType="Electronic">1234-5678</ISSN>
          <JournalIssue CitedMedium="Internet">
            <Volume>{pmid % 90}</Volume>
            <Issue>{pmid % 12}</Issue>
            <PubDate>
              <Year>{told.year}</Year>
              <Month>Mar</Month>
            </PubDate>
          </JournalIssue>
          <Title>{journal}</Title>
          <ISOAbbreviation>{journal[:9]}</ISOAbbreviation>
        </Journal>
        <ArticleTitle>{title}</ArticleTitle>
        <Pagination>
          <StartPage>101</StartPage>
          <EndPage>109</EndPage>
          <MedlinePgn>101-9</MedlinePgn>
        </Pagination>
        <ELocationID EIdType="doi" ValidYN="Y">10.5555/made.{pmid}</ELocationID>
        <Abstract>
{self._lines(map(self._part, LABELS))}
        </Abstract>
        <AuthorList CompleteYN="Y">
{self._lines(self._author() for _ in range(_AUTHORS))}
        </AuthorList>
        <Language>eng</Language>
        <PublicationTypeList>
{self._lines(f'<PublicationType UI="D016428">{one}</PublicationType>' for one in told.publication_types)}
        </PublicationTypeList>
      </Article>
      <MedlineJournalInfo>
        <Country>England</Country>
        <MedlineTA>{journal[:9]}</MedlineTA>
        <NlmUniqueID>{pmid % 10_000}</NlmUniqueID>
      </MedlineJournalInfo>
      <CitationSubset>IM</CitationSubset>
      <CommentsCorrectionsList>
{self._lines(_correction(*one) for one in told.corrections)}
      </CommentsCorrectionsList>
      <MeshHeadingList>
{self._lines(map(_heading, told.mesh or self._some(self._words, _HEADINGS)))}
      </MeshHeadingList>
    </MedlineCitation>
    <PubmedData>
      <History>
        <PubMedPubDate PubStatus="pubmed">
          <Year>{told.year}</Year>
          <Month>2</Month>
          <Day>7</Day>
        </PubMedPubDate>
      </History>
      <PublicationStatus>ppublish</PublicationStatus>
      <ArticleIdList>
        <ArticleId IdType="pubmed">{pmid}</ArticleId>
        <ArticleId IdType="doi">10.5555/made.{pmid}</ArticleId>
      </ArticleIdList>
      <ReferenceList>
{self._lines(self._reference() for _ in range(_REFERENCES))}
      </ReferenceList>
    </PubmedData>
  </PubmedArticle>
"""

    def articles(self, count: int, first: int = 1) -> Iterator[str]:
        """Yield records with PMIDs that count up from ``first``."""
        return (self.article(pmid) for pmid in range(first, first + count))

    def _sentence(self) -> str:
        words = self._some(self._words, self._random.randint(12, 28))
        words[3] += self._random.choice(_SIGNS) if self._random.random() < 0.4 else ""
        if self._random.random() < 0.1:
            words[5] = f"<i>{words[5]}</i> (P &lt; 0.05)"
        return f"{' '.join(words).capitalize()}."

    def _part(self, label: str) -> str:
        text = " ".join(self._some(self._sentences, 3))
        return f'<AbstractText Label="{label}" NlmCategory="{label}">{text}</AbstractText>'

    def _author(self) -> str:
        family, given, *place = self._some(self._words, 16)
        return (
            f'<Author ValidYN="Y">\n            <LastName>{family.title()}</LastName>\n            <ForeName>'
            f"{given.title()}</ForeName>\n            <Initials>{given[0].upper()}</Initials>\n            "
            f"<AffiliationInfo>\n              <Affiliation>{' '.join(place).title()}.</Affiliation>\n            "
            "</AffiliationInfo>\n          </Author>"
        )

    def _reference(self) -> str:
        other = self._random.randint(1, 40_000_000)
        return (
            f"<Reference>\n          <Citation>{self._some(self._sentences, 1)[0]}</Citation>\n"
            f'          <ArticleIdList>\n            <ArticleId IdType="pubmed">{other}</ArticleId>\n'
            "          </ArticleIdList>\n        </Reference>"
        )

    def _some(self, pool: Sequence[str], count: int) -> list[str]:
        return self._random.choices(pool, k=count)

    @staticmethod
    def _lines(elements: Iterable[str]) -> str:
        return "\n".join(f"          {element}" for element in elements)


def write_file(path: Path, records: Iterable[str], deleted: Iterable[int] = (), *, md5: bool = True) -> Path:
    """Write a set of records, gzipped where the name ends so, and the ``.md5`` beside as NLM writes it."""
    with ExitStack() as opened:
        raw = opened.enter_context(path.open("wb"))
        stream: IO[bytes] = raw
        if path.suffix == ".gz":
            # The time is left out of the head, so that the same records make the same file.
            stream = cast("IO[bytes]", opened.enter_context(gzip.GzipFile("", "wb", 6, raw, mtime=0)))
        stream.write(_HEAD.encode())
        for record in records:
            stream.write(record.encode())
        stream.write(f"{_deletions(deleted)}{_TAIL}".encode())
    if md5:
        write_md5(path)
    return path


def write_md5(path: Path) -> None:
    """Write the ``.md5`` that fits a file as it is."""
    found = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
    path.with_name(f"{path.name}.md5").write_text(f"MD5({path.name})= {found}\n", encoding="ascii")


def _deletions(pmids: Iterable[int]) -> str:
    lines = "".join(f'    <PMID Version="1">{pmid}</PMID>\n' for pmid in pmids)
    return f"  <DeleteCitation>\n{lines}  </DeleteCitation>\n" if lines else ""


def _day(tag: str, iso: str) -> str:
    parts = zip(("Year", "Month", "Day"), iso.split("-"), strict=True)
    lines = "".join(f"        <{name}>{part}</{name}>\n" for name, part in parts)
    return f"<{tag}>\n{lines}      </{tag}>"


def _heading(name: str) -> str:
    return (
        f'<MeshHeading>\n          <DescriptorName UI="D000001" MajorTopicYN="N">{name}</DescriptorName>\n          '
        '<QualifierName UI="Q000002" MajorTopicYN="Y">therapy</QualifierName>\n        </MeshHeading>'
    )


def _correction(kind: str, pmid: int) -> str:
    return (
        f'<CommentsCorrections RefType="{kind}">\n          <RefSource>Made Up J. 2020</RefSource>\n          '
        f'<PMID Version="1">{pmid}</PMID>\n        </CommentsCorrections>'
    )
