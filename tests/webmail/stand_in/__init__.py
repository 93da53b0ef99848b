"""A stand-in for Oracle Convergence, as far as the kiosk can tell it from the real one.

Runs as: root, on a loopback address, in a throw-away machine.
"""
