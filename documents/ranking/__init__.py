"""Put what was found in order."""
