"""A phone that holds passkeys behind a finger, inside Chromium."""

from playwright.sync_api import CDPSession, Page


def hold_passkeys(page: Page) -> CDPSession:
    """Give the browser a device that keeps passkeys and verifies its user at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session
