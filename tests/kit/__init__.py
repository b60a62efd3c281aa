"""Tests of the tools in server/kit."""
