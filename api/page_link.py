"""Links to people's own pages, and their QR codes for a page and for a terminal."""

import io


def page_link(url: str, page: str, token: str | None = None) -> str:
    """Return the link of a person's page; its secrets stand behind the #, so that no server is sent them."""
    return f"{url.rstrip('/')}/me#{page}" + (f".{token}" if token else "")


def qr_svg(link: str) -> str:
    """Return the code as a data URI of an SVG picture, dark on light with its quiet zone."""
    import segno

    code = segno.make(link, error="m", micro=False)
    return code.svg_data_uri(scale=4, border=4, dark="black", light="white")


def qr_terminal(link: str) -> str:
    """Return the code as text for a terminal, two rows of it in one line."""
    import segno

    out = io.StringIO()
    segno.make(link, error="m", micro=False).terminal(out, border=2, compact=True)
    return out.getvalue()
