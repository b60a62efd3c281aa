"""公约: numbered articles in versions, adopted by vote, filed, reviewed, cited; and the one trace."""
