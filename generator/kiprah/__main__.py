"""``python -m kiprah``."""

from kiprah.cli import main

if __name__ == "__main__":
    main()
