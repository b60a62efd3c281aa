"""The gateway to WeChat, and the only place that imports wechatpy.

`gateway.WeChat` is what the application uses; `callbacks.CallbackDoor` reads what WeChat pushes;
`sandbox.start` answers like WeChat over HTTP on this machine. Nothing here knows a neighbour.
"""
