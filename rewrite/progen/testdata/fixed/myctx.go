// A context is handed on to a function that looks at its type.
package main

import (
	"context"
	"fmt"
	"time"
)

type my struct {
	context.Context
	id int
}

func f(ctx context.Context) int {
	time.Sleep(time.Millisecond)
	if m, ok := ctx.(my); ok {
		return m.id
	}
	return -1
}
func h(ctx context.Context) int     { time.Sleep(time.Millisecond); return f(ctx) }
func cmp(a, b context.Context) bool { time.Sleep(time.Millisecond); return a == b }
func main() {
	ctx := my{context.Background(), 3}
	fmt.Println(f(ctx), h(ctx), cmp(ctx, ctx))
}
