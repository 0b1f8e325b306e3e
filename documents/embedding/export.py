"""Export a model's weights to graphs for the CPU: python -m documents.embedding.export DIR [MODEL]."""

import hashlib
import logging
import os
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel

from documents.embedding.catalogue import read_entries
from documents.embedding.cpu import FLOAT_GRAPH, INT8_GRAPH
from documents.embedding.registry import ALL_MINILM_L6_V2, EmbedderEntry, embedder_entry, know_entries
from documents.embedding.tokens import TOKENIZER
from documents.embedding.types import ModelMissing

OPSET = 17


class PooledModel(torch.nn.Module):
    """Pool the token vectors, by their mean or the first, and bring them to unit length inside the graph."""

    def __init__(self, model: torch.nn.Module, pooling: str = "mean") -> None:
        """Wrap a model that returns token vectors."""
        super().__init__()
        self.model = model
        self.pooling = pooling

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Return (n, dimensions) of unit length."""
        segments = torch.zeros_like(input_ids)
        output = self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=segments)
        if self.pooling == "cls":
            return torch.nn.functional.normalize(output.last_hidden_state[:, 0], p=2.0, dim=1)
        weights = attention_mask.unsqueeze(-1).to(output.last_hidden_state.dtype)
        mean = (output.last_hidden_state * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, p=2.0, dim=1)


def export_model(entry: EmbedderEntry, models_dir: Path) -> Path:
    """Write both graphs into the model's folder, whole or not at all; does nothing where they are, or a server is."""
    target = entry.runtime_dir(models_dir)
    if entry.endpoint or all((target / file).is_file() for file in (FLOAT_GRAPH, INT8_GRAPH, TOKENIZER)):
        return target
    check_weights(entry)
    models_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=models_dir) as folder:
        made = Path(folder) / "made"
        made.mkdir()
        _export_float(entry, made / FLOAT_GRAPH)
        _export_int8(made / FLOAT_GRAPH, made / INT8_GRAPH)
        shutil.copyfile(entry.weights_dir() / TOKENIZER, made / TOKENIZER)
        shutil.rmtree(target, ignore_errors=True)
        made.rename(target)
    return target


def check_weights(entry: EmbedderEntry) -> None:
    """Refuse weights that are not those of the entry's revision."""
    with (entry.weights_dir() / "model.safetensors").open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if not found.startswith(entry.revision):
        raise ModelMissing(f"The weights of {entry.id} begin with {found[:12]}, not {entry.revision}")


def _export_float(entry: EmbedderEntry, path: Path) -> None:
    model = PooledModel(
        AutoModel.from_pretrained(entry.weights_dir(), local_files_only=True, attn_implementation="eager"),
        entry.pooling,
    )
    example = (torch.ones(2, 16, dtype=torch.long), torch.ones(2, 16, dtype=torch.long))
    axes = {0: "batch", 1: "tokens"}
    with warnings.catch_warnings():
        # The newer exporter needs onnxscript and gives the same graph.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model.eval(),
            example,
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            opset_version=OPSET,
            dynamo=False,
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "batch"}},
        )


def _export_int8(source: Path, path: Path) -> None:
    # Per tensor, or with the embedding table quantised, nDCG falls by 5 %.
    logging.disable(logging.WARNING)
    quantize_dynamic(
        source, path, op_types_to_quantize=["MatMul"], per_channel=True, weight_type=QuantType.QInt8
    )
    logging.disable(logging.NOTSET)


def main(arguments: list[str]) -> int:
    """Export the named model, or the default one, and print where it is."""
    if not arguments:
        sys.stderr.write("usage: python -m documents.embedding.export DIR [MODEL]\n")
        return 2
    if os.environ.get("EMBEDDERS_FILE"):
        know_entries(read_entries(Path(os.environ["EMBEDDERS_FILE"])))
    entry = embedder_entry(arguments[1]) if len(arguments) > 1 else ALL_MINILM_L6_V2
    sys.stdout.write(f"{export_model(entry, Path(arguments[0]))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
