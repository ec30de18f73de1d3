package main

import (
	"fmt"

	"example.com/colour"
)

func main() { fmt.Println(colour.Name) }
