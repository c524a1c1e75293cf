"""What the front-ends of programming languages share: tokens, a parser, values, walks over them."""
