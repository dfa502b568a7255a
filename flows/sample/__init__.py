"""The bundled sample site, served over loopback, and the demo on it."""
