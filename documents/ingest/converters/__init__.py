"""Read formats, one module for each family, all behind one Protocol."""
