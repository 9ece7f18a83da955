"""Attesting: the member's request, the organization's key and ledger, and the signed file's way back to the entry."""
