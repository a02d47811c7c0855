"""The commands of `raabta`, one file each; `workers/main.py` registers them."""
