written_by = 'middle'
