//go:build go1.25

package aiotest_test

import (
	"errors"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

const childVariable = "AIOTEST_CHILD"

// onlyInChild skips a test that is meant to fail.
func onlyInChild(t *testing.T) {
	t.Helper()
	if os.Getenv(childVariable) == "" {
		t.Skip("fails on purpose; another test runs it")
	}
}

// child runs one test of this binary in a process of its own, with flags, and with variables: settings without a dash. It
// returns what the test prints, and whether it passed.
func child(t *testing.T, test string, settings ...string) (output string, passed bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^"+test+"$", "-test.count=1")
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "AIOTEST_") && !strings.HasPrefix(v, "AIO_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	// A process with the race detector sleeps for a second at its end otherwise.
	cmd.Env = append(cmd.Env, childVariable+"=1", "GORACE=atexit_sleep_ms=0 "+os.Getenv("GORACE"))
	for _, s := range settings {
		if s[0] == '-' {
			cmd.Args = append(cmd.Args, s)
		} else {
			cmd.Env = append(cmd.Env, s)
		}
	}
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), err == nil
}

// failing is child for a test that must fail, with output that has certain parts, in this order.
func failing(t *testing.T, test string, parts ...string) string {
	t.Helper()
	out, passed := child(t, test)
	if passed {
		t.Errorf("%s passed:\n%s", test, out)
	}
	wantParts(t, out, parts...)
	return out
}

func wantParts(t *testing.T, out string, parts ...string) {
	t.Helper()
	rest := out
	for _, part := range parts {
		_, after, found := strings.Cut(rest, part)
		if !found {
			t.Errorf("output has no %q at its place:\n%s", part, out)
			return
		}
		rest = after
	}
}

func wantNot(t *testing.T, out string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(out, part) {
			t.Errorf("output has %q:\n%s", part, out)
		}
	}
}

var replay = regexp.MustCompile(`repeat it by\n\s+go test \S+ -run '(\S+)' (-aiotest\.seed=\d+)`)

// failure is a failing test's report without durations, addresses and numbers that the process decides.
func failure(out string) string {
	out = regexp.MustCompile(`\(\d+\.\d+s\)`).ReplaceAllString(out, "")
	return regexp.MustCompile(`loop \d+`).ReplaceAllString(out, "loop")
}
