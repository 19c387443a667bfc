"""Charts as marks: plain functions from numbers to positions, drawn as SVG by templates."""
