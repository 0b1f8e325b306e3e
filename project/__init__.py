"""Composition: settings, routes, the ASGI application and the embedded services."""

import os

# Before NumPy is loaded. The products of a search are small, and OpenBLAS's threads spin after each for the next one:
# a search took 1.5 times the computing and the statements beside it up to twice as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
