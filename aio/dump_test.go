//go:build go1.25

package aio_test

import (
	"regexp"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/asyncport/asyncport/aio"
)

// The dump shows a deep chain of awaits: one line for each task, each with its link to the next.
func TestDumpRule089(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		const depth = 50
		end := make(chan struct{})
		var chain func(co aio.Context, n int) int
		chain = func(co aio.Context, n int) int {
			if n == 0 {
				aio.SetName(co, "leaf")
				aio.Recv(co, end)
				return 0
			}
			return 1 + aio.GoValue(co, func(co aio.Context) int { return chain(co, n-1) }).Value(co)
		}
		top := aio.GoValue(co, func(co aio.Context) int { return chain(co, depth) })
		aio.Call(co, synctest.Wait)
		var b strings.Builder
		aio.Dump(&b)
		close(end)
		want(t, "depth", top.Value(co), depth)
		text := b.String()
		count := func(pattern string) int { return len(regexp.MustCompile(pattern).FindAllString(text, -1)) }
		want(t, "lines about tasks", count(`(?m)^ +task \d`), depth+2)
		want(t, "links", count(`waits for the result of task \d+`), depth)
		want(t, "leaves below all others", count(`\n {100,}task \d+ leaf created at .*dump_test.go:\d+`), 1)
	})
}
