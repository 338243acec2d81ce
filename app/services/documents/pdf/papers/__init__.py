"""The papers drawn as PDF, a file each."""
