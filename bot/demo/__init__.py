"""The demo: a made-up story played on a loopback newsroom through the real pipeline."""
