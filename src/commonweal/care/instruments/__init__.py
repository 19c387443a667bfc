"""What answers to an instrument score: pure rules over a declared instrument and the answers to it."""
