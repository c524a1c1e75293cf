"""C#'s own part of the reading of code."""
