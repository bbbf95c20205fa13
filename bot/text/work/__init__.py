"""Processes of their own in which texts are judged, for untrusted bytes can hang or eat memory."""
