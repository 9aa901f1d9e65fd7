// A context that is printed is a task's now, and prints the same.
package main

import (
	"context"
	"fmt"
	"time"
)

func show(ctx context.Context) {
	time.Sleep(time.Millisecond)
	fmt.Println(ctx)
}

func main() {
	show(context.Background())
}
