"""The runtimes leave nothing in the home folder that could be sent to anybody."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from documents.embedding.registry import ALL_MINILM_L6_V2
from project.embedded.models import models_dir
from tests import needs

LOAD = """
import sys
from pathlib import Path
from documents.embedding import cpu
from documents.embedding.registry import ALL_MINILM_L6_V2
getattr(cpu, sys.argv[1])(ALL_MINILM_L6_V2, Path(sys.argv[2])).embed_query("leave")
"""


@pytest.mark.parametrize("runtime", ["OnnxEmbedder", "OpenVinoEmbedder"])
def test_a_runtime_leaves_nothing_at_home(runtime: str, tmp_path: Path) -> None:
    needs.loaded(lambda: ALL_MINILM_L6_V2.exported(models_dir(), "tokenizer.json"))
    command = [sys.executable, "-c", LOAD, runtime, str(models_dir())]
    variables = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    subprocess.run(command, check=True, env={**variables, "HOME": str(tmp_path)})
    assert list(tmp_path.rglob("*")) == []
