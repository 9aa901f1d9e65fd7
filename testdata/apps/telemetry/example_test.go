package telemetry_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"example.com/telemetry"
)

// An agent can be embedded in another program.
func Example() {
	dir, err := os.MkdirTemp("", "telemetry")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	config, err := telemetry.ParseConfig([]byte(`{
		"database": "samples.db",
		"timeout": "1m",
		"meters": [{"name": "answer", "kind": "constant", "target": "42"}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	config.Database = filepath.Join(dir, config.Database)

	agent, err := telemetry.Open(config, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer agent.Close()
	if err := agent.Collect(context.Background()); err != nil {
		log.Fatal(err)
	}
	s, err := agent.Latest("answer")
	fmt.Println(s.Meter, s.Value, err)
	// Output: answer 42 <nil>
}
