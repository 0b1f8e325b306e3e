"""Composition: settings, routes, the ASGI application and the embedded services."""
