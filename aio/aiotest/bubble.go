//go:build go1.25

package aiotest

import (
	"fmt"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
)

// bubble runs fn in a bubble. It returns why the bubble could not end, or "", and the goroutines that are left in it. It
// ends the test as t.FailNow does when the T of the bubble failed.
func bubble(t *testing.T, _ string, fn func(t *testing.T)) (stuck, goroutines string) {
	t.Helper()
	number := ""
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		err, ok := r.(error)
		if !ok || !strings.HasPrefix(err.Error(), "deadlock: ") {
			panic(r)
		}
		stuck = strings.TrimPrefix(err.Error(), "deadlock: ")
		goroutines = bubbleGoroutines(number)
	}()
	synctest.Test(t, func(t *testing.T) {
		number = bubbleNumber()
		fn(t)
	})
	return "", ""
}

// say writes a text to the log of t. It is no line of the test that the text is about.
func say(t testing.TB, text string) {
	fmt.Fprintln(t.Output(), text)
}

// settle returns what waits until everything in the bubble has come to rest, or an approximation outside a bubble.
func settle() func() {
	if inBubble() {
		return synctest.Wait
	}
	return breathe
}

var inHeader = regexp.MustCompile(`^goroutine \d+ .*synctest bubble (\d+)`)

// inBubble reports whether the calling goroutine is in a bubble. The header of its stack is the only place that tells.
func inBubble() bool { return bubbleNumber() != "" }

// bubbleNumber returns the number of the bubble of the calling goroutine, or "".
func bubbleNumber() string {
	var buf [200]byte
	header := buf[:runtime.Stack(buf[:], false)]
	if m := inHeader.FindSubmatch(header); m != nil {
		return string(m[1])
	}
	return ""
}

// bubbleGoroutines returns the stacks of the goroutines of a bubble.
func bubbleGoroutines(number string) string {
	buf := make([]byte, 1<<20)
	buf = buf[:runtime.Stack(buf, true)]
	var left []string
	for _, g := range strings.Split(strings.TrimSpace(string(buf)), "\n\n") {
		if m := inHeader.FindStringSubmatch(g); m != nil && m[1] == number {
			left = append(left, g)
		}
	}
	if len(left) == 0 {
		return fmt.Sprintf("(bubble %s)", number)
	}
	return strings.Join(left, "\n\n")
}
