"""Write-once files by hash."""
