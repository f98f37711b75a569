"""What each step needs, by subject; the frame says what a need is and how both doors read it."""
