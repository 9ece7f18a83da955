"""The pictures of the sample portfolio: a vocabulary of light, cloth, leaves and people, and scenes made of it."""
