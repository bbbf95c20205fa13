"""The guarded HTTP client: address policy, limits, robots, per-host pacing."""
