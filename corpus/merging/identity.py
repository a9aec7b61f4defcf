"""Which records are about one publication. Pure.

The same records make the same groups in whatever order they come: what is compared with what depends on the set alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpus.canonical import sha256_of
from corpus.documents import Author, Document, TextKind
from corpus.identifiers import fold_title

# The kinds of evidence that two records are about one publication, the surest first.
_EVIDENCE = ("PMID", "DOI", "PMCID", "NCT", "URL", "TITLE")
_RANKS = {kind: rank for rank, kind in enumerate(_EVIDENCE)}

# A shorter title, such as "Reply to the editor", is that of many publications.
_MIN_TITLE_WORDS = 4
_MIN_TITLE_CHARACTERS = 20
_TITLE, _TITLE_WITH_PMID = "TITLE:", "TITLE+PMID:"

_AFTER_FAMILY_NAME = re.compile(r",.*|\s+[A-Z]{1,3}$")

Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class Claims:
    """What a record says of which publication it is about: ``{"PMID": {"PMID:1"}, "DOI": {"DOI:10.1000/x"}, …}``.

    ``source`` and ``own_id`` name the record among all others.
    """

    source: str
    own_id: str
    names: dict[str, Names]
    is_registry: bool
    first_authors: Names


@dataclass(frozen=True, slots=True)
class Group:
    """Records about one publication, in the order of their ids, and the id of the document that they make."""

    id: str
    members: tuple[Claims, ...]


def claims_of(document: Document, source: str) -> Claims:
    """Return what a record claims; where its id and a field contradict each other, the id holds."""
    own_kind = document.id.split(":", 1)[0]
    is_registry = own_kind == "NCT" or document.text_kind is TextKind.REGISTRY
    named: dict[str, list[str]] = {
        "PMID": [f"PMID:{document.pmid}"] if document.pmid else [],
        "DOI": [f"DOI:{document.doi}"] if document.doi else [],
        "PMCID": [f"PMCID:{document.pmcid}"] if document.pmcid else [],
        "NCT": [f"NCT:{number}" for number in document.nct] if is_registry else [],  # a paper's is not its own
        "TITLE": _title_names(document),
    }
    if own_kind == "URL" and not document.url:  # an id made of the title is no surer than the title
        named["TITLE"].append(document.id)
    else:
        named[own_kind] = [document.id]
    names = {kind: frozenset(values) for kind, values in named.items() if values}
    return Claims(source, document.id, names, is_registry, _families(document.authors[:1]))


def _title_names(document: Document) -> list[str]:
    folded = fold_title(document.title)
    if not document.year or len(folded) < _MIN_TITLE_CHARACTERS or len(document.title.split()) < _MIN_TITLE_WORDS:
        return []
    return [f"{_TITLE}{sha256_of(f'{folded}:{document.year}')[:16]}"]


def _families(authors: Iterable[Author]) -> Names:
    named = (fold_title(author.family or _AFTER_FAMILY_NAME.sub("", author.name)) for author in authors)
    return frozenset(filter(None, named))


def kept_names(claims: Claims) -> Names:
    """Return the names that a record is kept under, so that others find it."""
    return frozenset(_names(claims, _TITLE_WITH_PMID if "PMID" in claims.names else _TITLE))


def names_to_look_up(claims: Claims) -> Names:
    """Return the names that those records are kept under which may be about the same publication as this one.

    Records with PMIDs never meet by their titles, so that the thousands of letters with one title are not compared.
    """
    found = set(_names(claims, _TITLE))
    return frozenset(found if "PMID" in claims.names else found.union(_names(claims, _TITLE_WITH_PMID)))


def _names(claims: Claims, title_prefix: str) -> Iterator[str]:
    for names in claims.names.values():
        for name in names:
            yield title_prefix + name.removeprefix(_TITLE) if name.startswith(_TITLE) else name


@dataclass(slots=True)
class _Cluster:
    """Records that were found to be about one publication so far."""

    members: list[Claims]
    names: dict[str, Names]
    first_authors: Names
    joined: _Cluster | None = field(default=None, repr=False)

    def rank(self) -> tuple[object, ...]:
        return min(map(rank_of_id, (name for names in self.names.values() for name in names))), _key(self.members[0])

    def may_take(self, other: _Cluster, evidence: str) -> bool:
        """Say whether nothing speaks against what ``evidence`` speaks for."""
        if self.members[0].is_registry is not other.members[0].is_registry:
            return False
        if any(self._contradicts(other, kind) for kind in _telling_apart(evidence)):
            return False
        both_say = evidence == "TITLE" and self.first_authors and other.first_authors
        return not both_say or bool(self.first_authors & other.first_authors)

    def _contradicts(self, other: _Cluster, kind: str) -> bool:
        ours, theirs = self.names.get(kind), other.names.get(kind)
        return bool(ours and theirs) and not ours & theirs  # type: ignore[operator]

    def take(self, other: _Cluster) -> None:
        other.joined = self
        self.members = sorted((*self.members, *other.members), key=_key)
        for kind, names in other.names.items():
            self.names[kind] = self.names.get(kind, frozenset()) | names
        self.first_authors |= other.first_authors

    def root(self) -> _Cluster:
        return self if self.joined is None else self.joined.root()


def _telling_apart(evidence: str) -> tuple[str, ...]:
    """Return the kinds of identifier that keep two records apart although ``evidence`` joins them."""
    if evidence == "PMID":
        return ()
    return ("PMID", "DOI", "NCT", "PMCID") if evidence == "TITLE" else ("PMID", "DOI", "NCT")


def partition(records: Iterable[Claims]) -> list[Group]:
    """Return the groups that ``records`` make; each record is in one.

    ``records`` must hold every record that one of them may be about the same publication as.
    """
    clusters = [_Cluster([one], dict(one.names), one.first_authors) for one in sorted(records, key=_key)]
    for evidence in _EVIDENCE:
        _join(clusters, evidence)
        clusters = [cluster for cluster in clusters if cluster.joined is None]
    return list(_named(sorted(clusters, key=_Cluster.rank)))


def _join(clusters: list[_Cluster], evidence: str) -> None:
    by_name: defaultdict[str, list[_Cluster]] = defaultdict(list)
    for cluster in clusters:
        for name in cluster.names.get(evidence, ()):
            by_name[name].append(cluster)
    for name in sorted(name for name, sharing in by_name.items() if len(sharing) > 1):
        _join_each(by_name[name], evidence)


def _join_each(sharing: list[_Cluster], evidence: str) -> None:
    """Let each join the first that it may join, the one with the smallest id first."""
    roots = {id(root): root for root in map(_Cluster.root, sharing)}
    homes: list[_Cluster] = []
    for cluster in sorted(roots.values(), key=_Cluster.rank):
        home = next((one for one in homes if one.may_take(cluster, evidence)), None)
        if home is None:
            homes.append(cluster)
        else:
            home.take(cluster)


def _named(clusters: list[_Cluster]) -> Iterator[Group]:
    """Name each group by the best of its records' ids that no group before it has.

    Only records whose id and fields contradict each other make two groups ask for one id. The other then goes by
    another of its identifiers, or by a name made of its first record's.
    """
    taken: set[str] = set()
    unnamed = []
    for cluster in clusters:
        own_ids = sorted((one.own_id for one in cluster.members), key=rank_of_id)
        if (chosen := next((name for name in own_ids if name not in taken), None)) is None:
            unnamed.append(cluster)
            continue
        taken.add(chosen)
        yield Group(chosen, tuple(cluster.members))
    for cluster in unnamed:
        names = sorted((name for names in cluster.names.values() for name in names), key=rank_of_id)
        made = f"URL:{sha256_of('urn:record:' + ' '.join(_key(cluster.members[0])))[:12]}"
        chosen = next(name for name in (*names, made) if name not in taken and not name.startswith(_TITLE))
        taken.add(chosen)
        yield Group(chosen, tuple(cluster.members))


def rank_of_id(name: str) -> tuple[int, int, str]:
    """Return what orders ids by how sure their kind is, then by number."""
    return _RANKS[name.split(":", 1)[0]], len(name), name


def _key(claims: Claims) -> tuple[str, str]:
    return claims.own_id, claims.source
