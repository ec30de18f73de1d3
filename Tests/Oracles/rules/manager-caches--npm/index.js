console.log(require('inner'))
