"""What `compare.py` is made of: DuckDB's sums, the cells that follow from them, files that say the same in other bytes."""
