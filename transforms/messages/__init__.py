"""Messages: how a notification reads."""
