package aioio_test

import (
	"bufio"
	"context"
	"fmt"
	"io"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aioio"
)

// Two tasks of one serial loop talk through a pipe. The scanner knows nothing of tasks; its reader is bound to one.
func Example() {
	err := aio.Run(context.Background(), func(co aio.Context) error {
		r, w := io.Pipe()
		var wg aio.WaitGroup
		wg.Go(co, func(co aio.Context) {
			fmt.Fprintf(aioio.BindWriter(co, w), "one\ntwo\n")
			w.Close()
		})
		lines := bufio.NewScanner(aioio.BindReader(co, r))
		for lines.Scan() {
			fmt.Println("read", lines.Text())
		}
		wg.Wait(co)
		return lines.Err()
	}, aio.WithPolicy(aio.Serial))
	fmt.Println(err)
	// Output:
	// read one
	// read two
	// <nil>
}
