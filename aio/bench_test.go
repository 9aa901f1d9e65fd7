package aio_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// inRun runs a benchmark body in the main task of each policy.
func inRun(b *testing.B, body func(b *testing.B, co aio.Context)) {
	for _, p := range policies {
		b.Run(p.String(), func(b *testing.B) {
			err := aio.Run(context.Background(), func(co aio.Context) error {
				b.ReportAllocs()
				b.ResetTimer()
				body(b, co)
				return nil
			}, aio.WithPolicy(p))
			if err != nil {
				b.Fatal(err)
			}
		})
	}
}

// plain runs the plain Go that a mark replaces.
func plain(b *testing.B, body func(b *testing.B)) {
	b.Run("plain", func(b *testing.B) {
		b.ReportAllocs()
		body(b)
	})
}

func BenchmarkStartAndWait(b *testing.B) {
	plain(b, func(b *testing.B) {
		var wg sync.WaitGroup
		for range b.N {
			wg.Add(1)
			go wg.Done()
			wg.Wait()
		}
	})
	inRun(b, func(b *testing.B, co aio.Context) {
		for range b.N {
			_, _ = aio.Go(co, func(aio.Context) (int, error) { return 1, nil }).Await(co)
		}
	})
}

func BenchmarkResultChannel(b *testing.B) {
	plain(b, func(b *testing.B) {
		for i := range b.N {
			ch := make(chan int, 1)
			go func() { ch <- i }()
			<-ch
		}
	})
	inRun(b, func(b *testing.B, co aio.Context) {
		for i := range b.N {
			aio.GoValue(co, func(aio.Context) int { return i }).Value(co)
		}
	})
}

func BenchmarkFanOut(b *testing.B) {
	const width = 100
	plain(b, func(b *testing.B) {
		for range b.N {
			var wg sync.WaitGroup
			for range width {
				wg.Add(1)
				go wg.Done()
			}
			wg.Wait()
		}
	})
	inRun(b, func(b *testing.B, co aio.Context) {
		for range b.N {
			var wg aio.WaitGroup
			for range width {
				wg.Go(co, func(aio.Context) {})
			}
			wg.Wait(co)
		}
	})
}

// BenchmarkSwitch measures a round trip between two tasks: two switches.
func BenchmarkSwitch(b *testing.B) {
	plain(b, func(b *testing.B) {
		ping, pong := make(chan struct{}), make(chan struct{})
		go func() {
			for range ping {
				pong <- struct{}{}
			}
		}()
		for range b.N {
			ping <- struct{}{}
			<-pong
		}
		close(ping)
	})
	b.Run("serial", func(b *testing.B) {
		err := aio.Run(context.Background(), func(co aio.Context) error {
			var stop atomic.Bool
			aio.GoValue(co, func(co aio.Context) int {
				for !stop.Load() {
					aio.Yield(co)
				}
				return 0
			})
			for range b.N {
				aio.Yield(co)
			}
			stop.Store(true)
			return nil
		}, aio.WithPolicy(aio.Serial))
		if err != nil {
			b.Fatal(err)
		}
	})
}

func BenchmarkReadyRecv(b *testing.B) {
	ch := make(chan int)
	close(ch)
	plain(b, func(b *testing.B) {
		for range b.N {
			<-ch
		}
	})
	inRun(b, func(b *testing.B, co aio.Context) {
		for range b.N {
			aio.Recv(co, ch)
		}
	})
}

func BenchmarkPingPong(b *testing.B) {
	plain(b, func(b *testing.B) {
		ping, pong := make(chan int), make(chan int)
		go func() {
			for v := range ping {
				pong <- v
			}
		}()
		for i := range b.N {
			ping <- i
			<-pong
		}
		close(ping)
	})
	inRun(b, func(b *testing.B, co aio.Context) {
		ping, pong := make(chan int), make(chan int)
		aio.Spawn(co, func(co aio.Context) {
			for v := range aio.Range(co, ping) {
				aio.Send(co, pong, v)
			}
		})
		for i := range b.N {
			aio.Send(co, ping, i)
			aio.Recv(co, pong)
		}
		close(ping)
	})
}

func BenchmarkCall(b *testing.B) {
	n := 0
	plain(b, func(b *testing.B) {
		f := func() { n++ }
		for range b.N {
			f()
		}
	})
	inRun(b, func(b *testing.B, co aio.Context) {
		for range b.N {
			aio.Call(co, func() { n++ })
		}
	})
}

func BenchmarkMutex(b *testing.B) {
	plain(b, func(b *testing.B) {
		var m sync.Mutex
		for range b.N {
			m.Lock()
			//lint:ignore SA2001 the empty section is what is measured
			m.Unlock()
		}
	})
	inRun(b, func(b *testing.B, co aio.Context) {
		var m aio.Mutex
		for range b.N {
			m.Lock(co)
			m.Unlock()
		}
	})
}

func BenchmarkSelectReady(b *testing.B) {
	ch, never := make(chan int), make(chan struct{})
	close(ch)
	plain(b, func(b *testing.B) {
		for range b.N {
			select {
			case <-ch:
			case <-never:
			}
		}
	})
	inRun(b, func(b *testing.B, co aio.Context) {
		for range b.N {
			results, done := aio.OnRecv(ch), aio.OnRecv(never)
			switch aio.Select(co, results, done) {
			case results:
			case done:
			}
		}
	})
}

func BenchmarkSelectBlocked(b *testing.B) {
	feed := func(ch chan int, n int) {
		for i := range n {
			ch <- i
		}
	}
	plain(b, func(b *testing.B) {
		ch, never := make(chan int), make(chan struct{})
		go feed(ch, b.N)
		for range b.N {
			select {
			case <-ch:
			case <-never:
			}
		}
	})
	inRun(b, func(b *testing.B, co aio.Context) {
		ch, never := make(chan int), make(chan struct{})
		go feed(ch, b.N)
		for range b.N {
			results, done := aio.OnRecv(ch), aio.OnRecv(never)
			aio.Select(co, results, done)
		}
	})
}

func BenchmarkSleep(b *testing.B) {
	plain(b, func(b *testing.B) {
		for range b.N {
			time.Sleep(time.Nanosecond)
		}
	})
	inRun(b, func(b *testing.B, co aio.Context) {
		for range b.N {
			aio.Sleep(co, time.Nanosecond)
		}
	})
}

func BenchmarkEnter(b *testing.B) {
	for _, p := range policies {
		b.Run(p.String(), func(b *testing.B) {
			_ = aio.Run(context.Background(), func(co aio.Context) error {
				b.ReportAllocs()
				aio.Call(co, func() {
					for range b.N {
						_, leave := aio.Enter(co)
						leave()
					}
				})
				return nil
			}, aio.WithPolicy(p))
		})
	}
}
