written_by = 'left'
