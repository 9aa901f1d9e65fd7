package aionet_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aionet"
)

// An echo server and a client in one program. The server ends with the function that started it.
func ExampleServe() {
	err := aio.Run(context.Background(), func(co aio.Context) error {
		ln, err := aionet.Listen(co, "tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		done := errors.New("the example is over")
		server := aio.Go(co, func(co aio.Context) (struct{}, error) {
			return struct{}{}, aionet.Serve(co, ln, func(co aio.Context, s *aionet.Stream) error {
				for line, err := range s.Lines(co) {
					if err != nil {
						return err
					}
					fmt.Fprintf(s.Writer(co), "%s\n", line)
					if err := s.Flush(co); err != nil {
						return err
					}
				}
				return nil
			})
		})

		client, err := aionet.DialStream(co, "tcp", ln.Addr().String())
		if err != nil {
			return err
		}
		defer client.Close(co)
		for _, word := range []string{"hello", "world"} {
			client.WriteString(co, word+"\n")
			if err := client.Flush(co); err != nil {
				return err
			}
			line, err := client.ReadLine(co)
			if err != nil {
				return err
			}
			fmt.Printf("%s\n", line)
		}

		server.Cancel(done)
		_, err = server.Await(co)
		fmt.Println(err)
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// hello
	// world
	// the example is over
}

// A protocol of lines with a limit: what is over it is refused, and the conversation goes on with the next line.
func ExampleStream_Lines() {
	err := aio.Run(context.Background(), func(co aio.Context) error {
		ln, err := aionet.Listen(co, "tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		server := aionet.NewServer(func(co aio.Context, s *aionet.Stream) error {
			for line, err := range s.Lines(co) {
				var long *aionet.LimitError
				switch {
				case errors.As(err, &long):
					fmt.Fprintf(s.Writer(co), "refused: over %d bytes\n", long.Limit)
				case err != nil:
					return err
				default:
					fmt.Fprintf(s.Writer(co), "stored %q\n", line)
				}
			}
			return nil // what was written is sent
		}, aionet.WithStreams(aionet.WithLimit(16)), aionet.WithMaxConns(100))
		served := aio.Go(co, func(co aio.Context) (struct{}, error) { return struct{}{}, server.Serve(co, ln) })

		client, err := aionet.DialStream(co, "tcp", ln.Addr().String())
		if err != nil {
			return err
		}
		defer client.Close(co)
		client.WriteString(co, "temperature 21\na line that never seems to end\npressure 1013\n")
		if err := client.CloseWrite(co); err != nil {
			return err
		}
		for line, err := range client.Lines(co) {
			if err != nil {
				return err
			}
			fmt.Printf("%s\n", line)
		}

		server.Close()
		_, err = served.Await(co)
		return err
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// stored "temperature 21"
	// refused: over 16 bytes
	// stored "pressure 1013"
}
