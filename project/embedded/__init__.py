"""Run the whole product on one machine: what `make up` installs, starts, watches and stops."""
