written_by = 'right'
