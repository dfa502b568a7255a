"""Looking after a home: upgrades, backups, exports, takedowns."""
