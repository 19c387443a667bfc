"""Extracts of rows: CSV and Parquet files that a declared data source maps onto a table of the population."""
