"""What the pages of allauth, written in Django's own template language, borrow from ours."""
