"""Collect garbage as seldom as work in large batches wants it."""

import gc

# A batch makes rows and chunks by the ten thousand and keeps them to its end: at Python's 700 they were gone through
# again and again, for a third of the time that ingest takes beside encoding.
THRESHOLDS = (50_000, 20, 20)


def collect_seldom() -> None:
    """Leave what stands now, the libraries and the apps, out of collections, and begin these later."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
