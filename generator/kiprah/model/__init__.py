"""Model of a site: what a person wrote, as frozen values.

No module here postpones its annotations: they are read to decode what is kept, and to read texts takes three times as
long. Every build after an edit does.
"""
