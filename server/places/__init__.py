"""places: regions, communities, estates, buildings, homes; the register and its import from a spreadsheet.
The pages of the 议事规则 (core/settings) and the commands of the working calendar (core/calendar).

Owns `region`, `community` (global), `estate`, `building`, `home`, `home_owner`. Emits nothing, hears nothing.
"""
