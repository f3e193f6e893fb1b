"""`gongjian bench`: the figures, measured on real services and pages, for anyone to repeat."""
