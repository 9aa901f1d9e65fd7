package aionet_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aionet"
)

// Given readers and writers whose operations are cancelled all the time, on a real socket, then every line arrives once.
func TestStressOfCancellations(t *testing.T) {
	const lines, tasks = 2000, 4
	both(t, func(t *testing.T, co aio.Context) {
		client, server := streams(t, co, aionet.WithWriteBuffer(64))
		defer server.Close(co)
		var next atomic.Int64
		var writers, readers aio.WaitGroup
		for range tasks {
			writers.Go(co, func(co aio.Context) {
				for i := next.Add(1); i <= lines; i = next.Add(1) {
					line := fmt.Sprintf("%08d\n", i) // fits into the buffer: it is taken whole or not at all
					_ = hurried(t, co, func(co aio.Context) error { _, err := client.WriteString(co, line); return err })
				}
			})
		}
		var seen [lines + 1]atomic.Int32
		for range tasks {
			readers.Go(co, func(co aio.Context) {
				p := make([]byte, 9)
				for {
					err := hurried(t, co, func(co aio.Context) error { _, err := server.ReadFull(co, p); return err })
					if err == io.EOF {
						return
					}
					i, err := strconv.Atoi(string(p[:8]))
					if err != nil || i < 1 || i > lines || p[8] != '\n' {
						t.Errorf("line %q", p)
						return
					}
					seen[i].Add(1)
				}
			})
		}
		writers.Wait(co)
		wantErr(t, "Close", client.Close(co), nil)
		readers.Wait(co)
		for i := 1; i <= lines; i++ {
			if n := seen[i].Load(); n != 1 {
				t.Errorf("line %d came %d times", i, n)
			}
		}
	})
}

// hurried repeats an operation with short timeouts until it ends in another way.
func hurried(t *testing.T, co aio.Context, op func(co aio.Context) error) error {
	for {
		timed, cancel := aio.WithTimeout(co, time.Duration(rand.IntN(200))*time.Microsecond)
		err := op(timed)
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) {
			if err != nil && err != io.EOF {
				t.Error(err)
				return io.EOF
			}
			return err
		}
	}
}

// Given many operations that wait, on Contexts that can be cancelled, then there is no goroutine but those of the tasks.
func TestNoGoroutinePerOperation(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		runtime.GC() // one under way would count goroutines that have ended
		before := runtime.NumGoroutine()
		const n = 50
		var conns [n]*fakeConn
		var tasks [2 * n]*aio.Future[struct{}]
		for i := range conns {
			conns[i] = newFake()
			conns[i].setRoom(0)
			s := aionet.NewStream(conns[i])
			defer s.Abort()
			tasks[2*i] = start(co, func(co aio.Context) error { _, err := s.ReadLine(co); return err })
			tasks[2*i+1] = start(co, func(co aio.Context) error { _, err := s.Write(co, make([]byte, 5000)); return err })
		}
		for _, c := range conns {
			c.until(co, func() bool { return c.waitReader() && c.waitWriter() })
		}
		if n := runtime.NumGoroutine() - before; n > len(tasks) {
			t.Errorf("%d goroutines for %d tasks", n, len(tasks))
		}
		for _, f := range tasks {
			f.Cancel(errBoom)
			wantErr(t, "operation", await(co, f), errBoom)
		}
	})
}

// Given a Stream that was used with a Context that lives on, when it is closed, then the Context does not keep it.
func TestClosedStreamIsForgotten(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var freed atomic.Bool
		func() {
			conn := newFake()
			runtime.SetFinalizer(conn, func(*fakeConn) { freed.Store(true) })
			s := aionet.NewStream(conn)
			conn.feed("1\n", "2\n", "3\n")
			for range 3 {
				if _, err := s.ReadLine(co); err != nil {
					t.Error(err)
				}
			}
			_, _ = s.WriteString(co, "a")
			wantErr(t, "Flush", s.Flush(co), nil)
			wantErr(t, "Close", s.Close(co), nil)
		}()
		eventually(t, "the connection is freed", func() bool { runtime.GC(); return freed.Load() })
	})
}
