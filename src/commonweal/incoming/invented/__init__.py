"""An invented population: people, homes, ten years of health and care, shaped like published figures."""
