"""Public pages: no sign-in, nothing written, renditions and the log only."""

from .checking import document, proof, rendition_proof, verify
from .decisions import decision, decisions, rendition
from .health import healthz, robots
from .pages import about, agencies, home, procedure

__all__ = [
    "about",
    "agencies",
    "decision",
    "decisions",
    "document",
    "healthz",
    "home",
    "procedure",
    "proof",
    "rendition",
    "rendition_proof",
    "robots",
    "verify",
]
