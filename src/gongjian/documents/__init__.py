"""Documents: templates, numbering, rendering, signature, seal."""
