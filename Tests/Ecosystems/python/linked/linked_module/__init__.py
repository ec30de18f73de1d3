name = 'linked'
