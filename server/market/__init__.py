"""market: idle things passed on among neighbours – given, swapped or lent, never sold (闲置物品, 爱心集市).

Owns `item`, `item_request`, `item_step`. Emits market.item_written and market.note_written (heard here:
the content check), market.item_published and market.item_moved. Hears nothing else.
"""
