"""From message to page: intake, log, fold, snapshots, bus, front."""
