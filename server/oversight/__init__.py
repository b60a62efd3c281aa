"""oversight: 督查 – what the 街镇 asks of a community's party organisation, or owes it, and by when.

Owns `supervision_order` and `order_step`. Hears what deliberation says of late gates, appeals, missing
keepers and challenged counts. No verb of an order moves a topic.
"""
