"""Base pages, form rendering, widgets, pager and drafts."""
