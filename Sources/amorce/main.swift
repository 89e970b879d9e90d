print("amorce")
