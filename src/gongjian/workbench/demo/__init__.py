"""The demo: invented agencies and people, cases made by the real services at past moments."""
