"""Waits for what the service needs."""

import os
import time

for _ in range(int(os.environ.get("WAIT", "0"))):
    time.sleep(1)
