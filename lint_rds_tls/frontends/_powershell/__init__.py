"""The reading of PowerShell."""
