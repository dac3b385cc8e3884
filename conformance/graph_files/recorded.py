"""The files that TensorFlow 1.15.5 wrote (`conformance.graph_files.record`), unpacked for tests."""

import json
import zipfile
from pathlib import Path

DATA = Path(__file__).with_name("data")


class Recorded:
    """Recorded files by name, each unpacked once."""

    def __init__(self, tmp_path_factory):
        self._factory = tmp_path_factory
        self._unpacked = {}

    def __call__(self, name):
        """The path of a file, and what 1.15.5 said of it."""
        if name not in self._unpacked:
            directory = self._factory.mktemp(name)
            with zipfile.ZipFile(DATA / f"{name}.zip") as archive:
                archive.extractall(directory)
            saved = name == "saved_model"
            about = json.loads((directory / ("said.json" if saved else "about.json")).read_text())
            self._unpacked[name] = f"{directory}/{'saved' if saved else 'model'}", about
        return self._unpacked[name]
