"""How a text stands to a claim: features, the two models and their weights, calibration."""
