"""`python -m lint_rds_tls`."""

import sys

from lint_rds_tls.cli import main

sys.exit(main())
