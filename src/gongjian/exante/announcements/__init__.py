"""Announcements: drawn by one person, published by another, shown until a day."""
