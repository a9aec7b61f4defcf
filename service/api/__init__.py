"""The service over HTTP. Only this package knows the web framework."""

from service.api.app import create_app

__all__ = ["create_app"]
