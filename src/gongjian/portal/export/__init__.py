"""The portal as plain files for any web server: every public page, file and data set."""

from .running import Exported, export

__all__ = ["Exported", "export"]
