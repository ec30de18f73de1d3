package main

import (
	"fmt"

	"example.com/colour"
	forked "example.com/forked"
	"example.com/lib"
)

var version = "unknown"

func main() { fmt.Println(version, colour.Name, forked.Name, lib.Name) }
