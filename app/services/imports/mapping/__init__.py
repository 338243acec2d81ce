"""What each column or row of a file becomes: proposed with reasons, remembered as profiles."""
