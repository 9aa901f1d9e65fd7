package aiohttp_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiohttp"
	"github.com/asyncport/asyncport/aio/aioio"
)

// A server and its client are tasks of one serial loop. The handlers count without a lock.
func Example() {
	err := aio.Run(context.Background(), func(co aio.Context) error {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		visits := 0
		visit := func(co aio.Context, w http.ResponseWriter, r *http.Request) {
			visits++
			fmt.Fprintf(aioio.BindWriter(co, w), "visit %d", visits)
		}
		server := aio.Go(co, func(co aio.Context) (int, error) {
			return 0, aiohttp.ServeContext(co, l, aiohttp.HandlerFunc(visit))
		})
		for range 2 {
			resp, err := aiohttp.Get(co, "http://"+l.Addr().String())
			if err != nil {
				return err
			}
			body, err := aioio.ReadAll(co, resp.Body)
			resp.Body.Close()
			if err != nil {
				return err
			}
			fmt.Printf("%s\n", body)
		}
		server.Cancel(errors.New("closing time"))
		_, err = server.Await(co)
		return err
	}, aio.WithPolicy(aio.Serial))
	fmt.Println(err)
	// Output:
	// visit 1
	// visit 2
	// closing time
}
