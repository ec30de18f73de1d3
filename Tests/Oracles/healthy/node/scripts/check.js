const fs = require("fs")
const path = require("path")

const allowed = fs.readFileSync(path.join(__dirname, "allowed.txt"), "utf8").split("\n")
require("http").get("http://127.0.0.1:3000/health", (answer) => process.exit(allowed.includes(`${answer.statusCode}`) ? 0 : 1))
