const fs = require("fs")
const path = require("path")
const answers = require("./fixtures/answers.json")

const known = fs.readFileSync(path.join(__dirname, "fixtures", "known.txt"), "utf8").split("\n")

module.exports = () => known.length > 0 && typeof answers["/"] === "string"
