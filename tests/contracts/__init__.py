"""Hold one suite for each Protocol, run on the fake and on the real adapters."""
