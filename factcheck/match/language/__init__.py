"""Text as matching reads it: words, names, numbers, dates, denials, by language."""
