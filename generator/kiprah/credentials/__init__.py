"""Credentials: hours that an organization vouches for, as Open Badges 3.0 signed with Ed25519. No request is made."""
