from django.utils import translation

from netral.signing.forms import FileForm


def test_the_help_of_the_file_speaks_the_language_of_the_reader() -> None:
    with translation.override("en"):
        assert str(FileForm().fields["file"].help_text).startswith("Up to 10 MB")
    with translation.override("id"):
        assert str(FileForm().fields["file"].help_text).startswith("Paling besar 10 MB")
