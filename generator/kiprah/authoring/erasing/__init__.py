"""Rules of erasing: what names a person, a photo, an entry or a member, and how it goes from all that kiprah keeps."""
