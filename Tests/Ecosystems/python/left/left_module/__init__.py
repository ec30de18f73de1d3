name = 'left'
