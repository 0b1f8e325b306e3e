"""Measure search at many sizes and with many tenants: `python -m tests.bench.scale`, which prints JSON."""
