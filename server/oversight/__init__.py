"""oversight: 督查 – what the 街镇 asks of a community's party organisation, or owes it, and by when;
and 存证 – the district's own copies of what each community's ledger said it was.

Owns `supervision_order`, `order_step` and `ledger_copy`. Hears what deliberation says of late gates,
appeals, missing keepers, challenged counts and published heads. No verb of an order moves a topic.
"""
