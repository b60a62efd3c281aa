"""demo, as create_app plugs it in: one command, and nothing that answers a request."""

from server.core.feature import Feature
from server.demo.commands import demo

feature = Feature(name="demo", commands=(demo,))
