"""The doors that devices knock at: plain ASGI, because phones knock thousands of times a second."""
