const http = require("http")
const log = require("debug")("answers")
const ms = require("ms")
const answers = require("../test/fixtures/answers.json")
const test = require("../test/answers.test.js")

http.createServer((request, response) => {
  log(request.url)
  response.end(JSON.stringify({ uptime: ms(process.uptime() * 1000), fine: test(), answer: answers[request.url] || null }))
}).listen(3000)
