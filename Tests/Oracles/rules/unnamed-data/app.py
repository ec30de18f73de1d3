print(open('/srv/x/' + 'named.csv'))
