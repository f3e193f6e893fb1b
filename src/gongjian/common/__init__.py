"""Acts, actor, clock, errors, events, identifiers, text, money and database helpers."""
