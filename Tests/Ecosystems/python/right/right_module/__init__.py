name = 'right'
