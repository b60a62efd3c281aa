"""places: regions, communities, estates, buildings, homes; the register and its import from a spreadsheet.

Owns `region`, `community` (global), `estate`, `building`, `home`, `home_owner`. Emits nothing, hears nothing.
"""
