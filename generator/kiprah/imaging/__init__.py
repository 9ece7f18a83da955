"""Imaging: photos are decoded, turned upright, brought to sRGB, redacted, resized and encoded."""
