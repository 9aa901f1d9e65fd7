//go:build !go1.25

package aiotest

import "testing"

// bubble runs fn as a subtest, or as part of t when it has no name.
func bubble(t *testing.T, name string, fn func(t *testing.T)) (stuck, goroutines string) {
	t.Helper()
	if name == "" {
		fn(t)
	} else {
		t.Run(name, fn)
	}
	return "", ""
}

func say(t testing.TB, text string) {
	t.Helper()
	t.Log(text)
}

func settle() func() { return breathe }

func inBubble() bool { return false }
