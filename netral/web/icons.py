"""The icons: line drawings on a grid of 20, drawn for this project.

They are put into the page itself: a strict content policy lets some browsers refuse an
external sprite, and a missing sign beside a word would cost meaning.
"""

from typing import Final

MISSING: Final = '<circle cx="10" cy="10" r="3"/>'

ICONS: Final = {
    # The four meanings and what is still to come: each has a shape of its own.
    "done": '<circle cx="10" cy="10" r="7.5"/><path d="m6.6 10.3 2.3 2.3 4.6-5"/>',
    "due": '<circle cx="10" cy="10" r="7.5"/><path d="M10 5.8V10l2.9 1.9"/>',
    "late": '<path d="M10 2.8 18 17H2z"/><path d="M10 8v4.2M10 14.6v.1"/>',
    "stopped": '<path d="M6.8 2.2h6.4l4.6 4.6v6.4l-4.6 4.6H6.8l-4.6-4.6V6.8z"/>'
    '<path d="M6.4 10h7.2"/>',
    "next": '<circle cx="10" cy="10" r="7.2" stroke-dasharray="2.5 2.2"/>',
    "info": '<circle cx="10" cy="10" r="7.5"/><path d="M10 9.2v4.6M10 6.3v.1"/>',
    # Clauses.
    "must": '<path d="M5 18V3h11l-2.6 4L16 11H5"/>',
    "ban": '<circle cx="10" cy="10" r="7.5"/><path d="m4.8 4.8 10.4 10.4"/>',
    "check": '<path d="m4 10.6 4 4 8-9"/>',
    "when": '<path d="m10 2.4 7.6 7.6-7.6 7.6L2.4 10z"/><path d="M10 6.8v3.8M10 13.2v.1"/>',
    # Acts.
    "go": '<path d="M4 10h12M11.2 5.2 16 10l-4.8 4.8"/>',
    "back": '<path d="M16 10H4M8.8 5.2 4 10l4.8 4.8"/>',
    "down": '<path d="M10 3v10M5.6 8.8 10 13.2l4.4-4.4M4 17h12"/>',
    "upload": '<path d="M10 13.4v-10M5.6 7.8 10 3.4l4.4 4.4M4 17h12"/>',
    "print": '<path d="M6 7V2.8h8V7M6 14.5H3V7h14v7.5h-3"/><path d="M6 12h8v5.2H6z"/>',
    "search": '<circle cx="9" cy="9" r="5.6"/><path d="m13.2 13.2 4 4"/>',
    "plus": '<path d="m7.5 5 5 5-5 5"/>',
    "minus": '<path d="m5 7.5 5 5 5-5"/>',
    "add": '<path d="M10 4v12M4 10h12"/>',
    "close": '<path d="m5 5 10 10M15 5 5 15"/>',
    "menu": '<path d="M3 5.5h14M3 10h14M3 14.5h14"/>',
    "pen": '<path d="m3.5 16.5 1-4L14 3l3 3-9.5 9.5z"/><path d="m12 5 3 3"/>',
    "bell": '<path d="M4 14.5c1.6-1.4 1.6-3 1.6-5.2a4.4 4.4 0 0 1 8.8 0c0 2.2 0 3.8 1.6 5.2z"/>'
    '<path d="M8.4 17.4h3.2"/>',
    # Things.
    "letter": '<path d="M4.5 2.5h8l3 3v12h-11z"/><path d="M12.5 2.5v3h3M7.2 9h5.6M7.2 12h5.6"/>',
    "seal": '<path d="M4.5 2.5h8l3 3v12h-11z"/><path d="M12.5 2.5v3h3M7.4 11.6l1.9 1.9 3.4-3.8"/>',
    "lock": '<path d="M4.5 9h11v8.2h-11z"/><path d="M7 9V6.2a3 3 0 0 1 6 0V9"/>',
    "key": '<circle cx="6.5" cy="13.5" r="3.7"/><path d="m9.2 10.8 7.3-7.3M13.2 6.8l2.4 2.4"/>',
    "person": '<circle cx="10" cy="6.6" r="3.6"/>'
    '<path d="M3.4 17.4c.8-3.6 3.4-5.2 6.6-5.2s5.8 1.6 6.6 5.2"/>',
    "people": '<circle cx="7.4" cy="7" r="3"/>'
    '<path d="M2 16.6c.6-3 2.6-4.4 5.4-4.4s4.8 1.4 5.4 4.4"/>'
    '<path d="M12.6 4.3a3 3 0 0 1 0 5.4M14.6 12.6c1.8.6 3 1.9 3.4 4"/>',
    "building": '<path d="M3 17.2h14M4.5 17V8.2M15.5 17V8.2M8.2 17V8.2'
    'M11.8 17V8.2M2.8 8 10 3.2 17.2 8z"/>',
    "question": '<path d="M3 3.5h14v10.2H9.4L6 17v-3.3H3z"/>'
    '<path d="M8 7.3a2 2 0 1 1 2.8 1.8c-.6.3-.8.5-.8 1"/>'
    '<path d="M10 11.7v.1"/>',
    "chart": '<path d="M3 3v14h14M7 14v-3.5M11 14V6.5M15 14V9"/>',
    "theme": '<circle cx="10" cy="10" r="7.5"/>'
    '<path d="M10 2.5v15A7.5 7.5 0 0 0 10 2.5" fill="currentColor"/>',
    # The proof mark: one arc for each witness; a thin arc is a witness still awaited.
    "proof": '<circle cx="10" cy="10" r="8" stroke-width="2.4"/>'
    '<path d="m6.8 10.3 2.2 2.2 4.2-4.7"/>',
    "mark": '<circle cx="10" cy="10" r="8.8" fill="currentColor" stroke="none"/>'
    '<path class="mark-bars" d="M5.6 8.1h8.8M5.6 11.9h8.8"/>',
}  # fmt: skip
ICONS["later"] = ICONS["next"]
