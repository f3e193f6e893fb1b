"""What the forms of a procedure cost those who fill them in, for those who make forms."""
