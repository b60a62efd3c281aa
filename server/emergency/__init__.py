"""emergency: 应急 – switched on by the 街镇 for a time: homes answer a roll call and ask for help.

Owns `emergency`, `emergency_step`, `emergency_answer`, `emergency_answer_step`, `emergency_need`,
`emergency_need_step`, `emergency_volunteer` and the vault `emergency_need_vault`. Emits emergency.switched
and emergency.need_moved. Hears nothing. What a home asks for is sealed and read by its taker and the
committee alone, so no content check outside the house is shown it.
"""
