package durable_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"baotinh/pipeline/durable"
)

func ExampleWriteFile() {
	dir, err := os.MkdirTemp("", "durable-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	path := filepath.Join(dir, "state")
	for _, state := range []string{"old", "new"} {
		if err := durable.WriteFile(path, []byte(state), 0o666); err != nil {
			log.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	fmt.Println(string(data), err)
	// Output: new <nil>
}
