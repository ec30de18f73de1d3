const http = require("http")
const log = require("debug")("answers")
const ms = require("ms")
const answers = require("../test/fixtures/answers.json")

http.createServer((request, response) => {
  log(request.url)
  response.end(JSON.stringify({ uptime: ms(process.uptime() * 1000), answer: answers[request.url] || null }))
}).listen(3000)
