"""Lets policies that demand TLS pass on the emulator's plain HTTP port.

With permissions enforced, `aws:SecureTransport` is taken from the connection.
The port is bound to the loopback interface and stands for AWS's TLS endpoints.
"""

from ministack import app


def install() -> None:
    pin = app.pin_request_origin
    app.pin_request_origin = lambda source_ip, _secure: pin(source_ip, True)
