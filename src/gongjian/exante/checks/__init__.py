"""Random checks: planned, drawn so that anyone can recompute the draw, recorded, published.

Source: 国办发〔2015〕58号; REQUIREMENTS P7, I12, X3; HN1, HN3; KM2.1.1(6).
"""
