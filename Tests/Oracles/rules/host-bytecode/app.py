import helper
from datetime import date
print(date.today())
