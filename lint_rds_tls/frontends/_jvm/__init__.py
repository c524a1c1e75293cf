"""Java, Kotlin, Scala and Groovy: their own parts of the reading of code."""
