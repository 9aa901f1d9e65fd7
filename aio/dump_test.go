package aio_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func TestDumpRule089(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		wantErr(t, "Run", aio.Run(context.Background(), func(co aio.Context) error {
			const depth = 50
			end := make(chan struct{})
			reached := make(chan struct{})
			var chain func(co aio.Context, n int) int
			chain = func(co aio.Context, n int) int {
				if n == 0 {
					aio.SetName(co, "leaf")
					close(reached)
					aio.Recv(co, end)
					return 0
				}
				return 1 + aio.GoValue(co, func(co aio.Context) int { return chain(co, n-1) }).Value(co)
			}
			top := aio.GoValue(co, func(co aio.Context) int { return chain(co, depth) })
			aio.Recv(co, reached)
			aio.Sleep(co, 1000)
			var b strings.Builder
			aio.Dump(&b)
			close(end)
			want(t, "depth", top.Value(co), depth)
			text := b.String()
			want(t, "lines about tasks", len(regexp.MustCompile(`(?m)^ +task \d`).FindAllString(text, -1)), depth+2)
			want(t, "awaited-by links", len(regexp.MustCompile(`waits for the result of task \d+`).FindAllString(text, -1)), depth)
			if !regexp.MustCompile(`\n {100,}task \d+ leaf created at .*dump_test.go:\d+`).MatchString(text) {
				t.Errorf("the leaf is not below its parents:\n%s", text)
			}
			return nil
		}, p, aio.WithName("main")), nil)
	})
}
