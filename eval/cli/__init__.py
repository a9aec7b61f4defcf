"""`enthesis eval …`: thin over the measuring. Exit code 1: a figure that a commit must keep got worse."""
