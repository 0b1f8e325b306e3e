"""Place texts in a space where what means the same lies near; nothing is told to the makers of the runtimes."""

import os
import sys

# ONNX Runtime keeps a device id and events in the home folder, and OpenVINO counts its starts: both to send them.
# OpenVINO does without the package that would; ONNX Runtime reads the variable when it is imported.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # None: an import of it fails
