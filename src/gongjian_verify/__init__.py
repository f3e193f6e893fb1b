"""An independent verifier of proofs: it needs the standard library and `cryptography`, no more."""
