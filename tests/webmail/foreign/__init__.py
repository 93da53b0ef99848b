"""The rest of the demonstration's world: a hostile site, the academy's public site, hosts with bad
certificates, a host that never answers.

Runs as: root, on loopback addresses, in a throw-away machine.
"""
