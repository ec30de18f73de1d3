require('alpha');
console.log('up');
