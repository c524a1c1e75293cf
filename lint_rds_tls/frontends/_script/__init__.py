"""The reader of TypeScript and JavaScript."""
