"""The reader of HCL: its grammar's tokens, blocks, attributes and expressions."""
