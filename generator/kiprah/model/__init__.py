"""What a person wrote, as frozen values."""
