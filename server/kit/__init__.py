"""Tools that know nothing of neighbours: no Flask context, no session, no feature."""
