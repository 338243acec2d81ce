"""Look: tokens (data) → palette, style sheet, icons, fonts, grade colours."""
