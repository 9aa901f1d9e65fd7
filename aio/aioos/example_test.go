package aioos_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aioos"
)

func Example() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	err = aio.Run(context.Background(), func(co aio.Context) error {
		name := filepath.Join(dir, "greeting")
		if err := aioos.WriteFile(co, name, []byte("hello"), 0o600); err != nil {
			return err
		}
		f, err := aioos.Open(co, name)
		if err != nil {
			return err
		}
		defer f.Close(co)
		text := make([]byte, 4)
		if _, err := f.Read(co, text); err != nil {
			return err
		}
		fmt.Printf("%s\n", text)
		return nil
	})
	fmt.Println(err)
	// Output:
	// hell
	// <nil>
}
