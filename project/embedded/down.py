"""Stop what `make up` started: `python -m project.embedded.down`."""

import sys

from project.embedded.installation import data_dir, load_installation
from project.embedded.steps import exit_with_need, say
from project.embedded.supervisor import stop_everything


def main() -> int:
    """Stop all roles of DATA_DIR's installation."""
    folder = data_dir()
    try:
        installation = load_installation(folder)
    except FileNotFoundError:
        say(f"nothing runs from {folder}")
        return 0
    stop_everything(installation)
    say(f"stopped; the data stays in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(exit_with_need(main))
