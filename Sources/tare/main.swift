import TareCommands

Tare.start()
