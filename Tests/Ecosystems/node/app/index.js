console.log(require("@tare/outer"))
