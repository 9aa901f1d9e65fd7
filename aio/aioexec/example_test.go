//go:build unix

package aioexec_test

import (
	"context"
	"fmt"
	"os"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aioexec"
)

// The process is this test itself, in the part of a program that copies its input.
func Example() {
	err := aio.Run(context.Background(), func(co aio.Context) error {
		c := aioexec.Command(os.Args[0])
		c.Env = environ("cat")
		out, _, err := c.Communicate(co, []byte("hello"))
		fmt.Printf("%s\n", out)
		return err
	})
	fmt.Println(err)
	// Output:
	// hello
	// <nil>
}
