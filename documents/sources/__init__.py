"""Read the places where documents live: no Django, no queue, a connector for each kind."""
