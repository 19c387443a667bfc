"""What the invented population is shaped by: every figure with its source and how sure it is."""

from commonweal.incoming.invented.calibration.reading import Calibration, read_calibration

__all__ = ["Calibration", "read_calibration"]
