package meter

import (
	"fmt"
	"os"
	"testing"
	"time"
)

// childEnv makes the test binary play the program of a process meter.
const childEnv = "TELEMETRY_TEST_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(childEnv) {
	case "":
		os.Exit(m.Run())
	case "print":
		fmt.Println("# from the child")
		fmt.Println(os.Args[1], "kW")
	case "fail":
		fmt.Fprintln(os.Stderr, "sensor is gone")
		os.Exit(3)
	case "hang":
		time.Sleep(time.Hour)
	}
}

// child returns a process meter that runs the test binary.
func child(t *testing.T, role string, args ...string) *Process {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &Process{name: "child", program: exe, args: args, env: []string{childEnv + "=" + role}}
}
