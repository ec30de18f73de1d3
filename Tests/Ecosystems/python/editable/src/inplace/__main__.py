print("in place")
