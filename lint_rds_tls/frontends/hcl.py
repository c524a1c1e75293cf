"""Front-end for HCL: Terraform, OpenTofu, Terragrunt, Packer."""

from __future__ import annotations

from collections.abc import Iterable

from lint_rds_tls.model import Fragment, Frontend, Source, Vocabulary

__all__ = ["FRONTEND"]


def _read(source: Source, vocabulary: Vocabulary) -> Iterable[Fragment]:
    """A record for each block of the vocabulary, a literal for each value that may connect, scripts as such."""
    # The reader is large: only whoever meets such a file pays for it.
    from lint_rds_tls.frontends._hcl.reading import fragments

    yield from fragments(source, vocabulary)


FRONTEND = Frontend(name="hcl", patterns=("*.tf", "*.tofu", "*.tfvars", "*.hcl"), read=_read, comments=("#", "//"))
