"""Making a public copy of a file: pixels alone, with what identifies a person painted over."""
