"""boards: what neighbours and the committee say to each other on the estate's boards.

Owns `post`, `comment`, `reaction`, `report`, `post_step`. Emits boards.post_written and
boards.comment_written (heard here: the content check) and boards.post_published, boards.post_moved,
boards.comment_published, boards.comment_moved. Hears nothing else.
"""
