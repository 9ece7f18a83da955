"""Reading YAML with places, and decoding its texts by the type each field has."""
