"""Access to an editor by the token of one run: given once in an address, kept by the browser in a cookie."""

from __future__ import annotations

import hmac
import secrets

from msgspec import Struct, field
from tornado.web import RequestHandler


class Access(Struct, frozen=True):
    """Access control of the editor: the token, and who is let in."""

    port: int
    """Port in the cookie's name: cookies are kept by host alone, and it tells two editors on one machine apart."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    guards_preview: bool = False
    """True where others reach this server: the pages too are for whoever holds the token."""

    @property
    def cookie(self) -> str:
        """Return the name of the cookie."""
        return f"kiprah-{self.port}"

    def admits(self, handler: RequestHandler) -> bool:
        """Say whether a request brings the token."""
        brought = handler.request.cookies.get(self.cookie)
        return brought is not None and self.is_token(brought.value)

    def is_needed_by(self, handler: RequestHandler) -> bool:
        """Say whether a page of the preview is not for this request."""
        return self.guards_preview and not self.admits(handler)

    def is_token(self, text: str) -> bool:
        """Compare in a time that tells nothing."""
        return hmac.compare_digest(text.encode("utf-8", "replace"), self.token.encode())

    def let_in(self, handler: RequestHandler) -> None:
        """Have the browser keep the token, for this site's own requests alone, until it is closed."""
        handler.set_cookie(self.cookie, self.token, path="/", httponly=True, samesite="Strict")
