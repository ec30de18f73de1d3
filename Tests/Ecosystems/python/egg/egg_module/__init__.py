name = 'egg'
