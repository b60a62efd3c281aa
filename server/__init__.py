"""社区通: the neighbourhood platform of one district."""
