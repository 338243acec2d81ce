"""The frame round the screens: rail, top bar, status bar, and how screens join (``spec``, ``screen``, ``host``)."""
