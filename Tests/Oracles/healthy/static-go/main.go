// Serves a folder, and checks that it is served.
package main

import (
	"flag"
	"log"
	"net/http"
	"os"
)

func main() {
	root := flag.String("root", ".", "folder to serve")
	check := flag.String("check", "", "address to ask for instead")
	flag.Parse()
	if *check != "" {
		answer, err := http.Get(*check)
		if err != nil || answer.StatusCode != http.StatusOK {
			os.Exit(1)
		}
		return
	}
	log.Fatal(http.ListenAndServe(":8080", http.FileServer(http.Dir(*root))))
}
