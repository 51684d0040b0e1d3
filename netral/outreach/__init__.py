"""Socialisation and education: sessions with attendance, courses with a quiz."""
