"""What the test servers share: HTTPS, the log of requests, the control socket.

Runs as: root, on a loopback address, in a throw-away machine.
"""
