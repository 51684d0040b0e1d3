"""Message catalogues, one pair per app, made with Babel: no system gettext is needed.

Strings of Django and allauth are not ours: both ship Indonesian and their own compiled
catalogues. Where ours and theirs share a msgid, ours wins (`LOCALE_PATHS` in the settings);
one that they lack, or say badly, is taken over by marking it with `N_` in our own code.
"""
