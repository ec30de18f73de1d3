name = 'middle'
