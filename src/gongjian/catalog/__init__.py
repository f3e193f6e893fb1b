"""Causes of penalties as data: articles, legal ranges, discretion benchmarks, evidence guides."""
