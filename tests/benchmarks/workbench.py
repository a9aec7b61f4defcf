"""What the sections share: sizes, real text, the exported encoders, and indexes that are built once in a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import index.onnx_export
from corpus.documents import Document
from corpus.starter import starter_documents
from corpus.store import CorpusStore
from eval.datasets.beir import read_dataset
from eval.datasets.dataset import Dataset
from index.assembly import passage_options
from index.build import build
from index.checksums import sha256_of_file
from index.exported_encoder import Precision, directory_of
from index.generations import Generations
from index.interfaces import Embedder
from index.manifest import Manifest
from index.model_directory import DEFAULT_MODEL, locate
from index.onnx_embedder import OnnxEmbedder
from index.onnx_export import export_apart
from index.passages import cut
from service.settings import Settings
from service.sources import Sources
from tests.benchmarks.real_texts import read_documents
from tests.examples import add


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much is measured. ``encoded_passages`` are for speed, ``indexed_passages`` the sizes of indexes of real text,
    ``vectors`` those of vector indexes without text, ``ingested_records`` those of two PubMed files;
    ``quality_documents`` None is all of each data set."""

    queries: int = 100
    rounds: int = 3
    starts: int = 3
    encoded_passages: int = 1500
    quality_documents: int | None = None
    ingested_records: tuple[int, int] = (3_000, 30_000)
    update_documents: int = 20_000
    indexed_passages: tuple[int, ...] = (1_000, 5_000, 25_000)
    vectors: tuple[int, ...] = (1_000, 5_000, 25_000, 100_000, 1_000_000)
    quick: bool = False


# For seeing that everything runs: its figures mean nothing.
QUICK = Sizes(
    queries=8,
    rounds=1,
    starts=1,
    encoded_passages=48,
    quality_documents=40,
    ingested_records=(20, 60),
    update_documents=60,
    indexed_passages=(100, 200, 400),
    vectors=(1_000, 2_000, 4_000),
    quick=True,
)


@dataclass(frozen=True, slots=True)
class Built:
    """A data directory as `enthesis serve` takes it, and the seconds that building its index took."""

    data_dir: Path
    manifest: Manifest
    seconds: float

    @property
    def generation(self) -> Path:
        """The directory of the index itself."""
        return generations_of(self.data_dir).path(self.manifest.fingerprint)

    def sources(self, embedder: Embedder) -> Sources:
        """Open it as the service does."""
        return Sources(store_of(self.data_dir), generations_of(self.data_dir), embedder)


class Workbench:
    """One run. ``data`` holds the data sets, ``exports`` keeps encoders between runs, ``scratch`` is thrown away."""

    def __init__(self, data: Path, exports: Path, scratch: Path, sizes: Sizes) -> None:
        self.data = data
        self.scratch = scratch
        self.sizes = sizes
        self._exports = exports
        self._built: dict[int, Built] = {}

    def export(self, precision: Precision = "int8") -> Path:
        """Return the directory of the bundled encoder's export, which is made first where the exporter is another."""
        exporter = sha256_of_file(Path(index.onnx_export.__file__))[:8]
        exports = self._exports / f"{precision}-{exporter}"
        directory = directory_of(locate(), exports)
        return directory if directory.exists() else export_apart(DEFAULT_MODEL, exports, precision)

    def embedder(self, precision: Precision = "int8") -> Embedder:
        """Return the encoder that serves, or the same in fp32."""
        return OnnxEmbedder(self.export(precision))

    def documents(self) -> Iterator[Document]:
        """Yield real abstracts."""
        return read_documents(self.data)

    def scifact(self) -> Dataset:
        """Return the data set whose queries are asked of real text."""
        return read_dataset(self.data / "scifact")

    def queries(self) -> list[str]:
        """Return what indexes of real text are searched for."""
        return list(self.scifact().queries.values())[: self.sizes.queries]

    def starter(self) -> Built:
        """Return the starter corpus with its index, built at the first call."""
        if 0 not in self._built:
            self._built[0] = self._build("starter", starter_documents())
        return self._built[0]

    def real_index(self, passages: int) -> Built:
        """Return an index of so many passages of real text, or a few more, built at the first call."""
        if passages not in self._built:
            self._built[passages] = self._build(f"{passages}", self._documents_of(passages))
        return self._built[passages]

    def _documents_of(self, passages: int) -> Iterator[Document]:
        embedder = self.embedder()
        options = passage_options(embedder)
        so_far = 0
        for document in self.documents():
            if so_far >= passages:
                return
            so_far += len(cut(document, options, embedder.count_tokens))
            yield document

    def _build(self, name: str, documents: Iterable[Document]) -> Built:
        data_dir = self.scratch / name
        store = store_of(data_dir)
        add(store, *documents)
        embedder = self.embedder()
        began = perf_counter()
        manifest, _ = build(store, generations_of(data_dir), embedder)
        return Built(data_dir, manifest, perf_counter() - began)


def store_of(data_dir: Path) -> CorpusStore:
    """Return the corpus in a data directory, made where there is none."""
    return CorpusStore(Settings(data_dir=data_dir).corpus_path, create=True)


def generations_of(data_dir: Path) -> Generations:
    """Return the generations in a data directory."""
    return Generations(Settings(data_dir=data_dir).index_directory)
