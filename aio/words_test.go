package aio_test

import (
	"fmt"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// Misuse panics with the words of the packages whose place the runtime takes: tests
// compare them, and people look for them in logs.
func TestMisuseIsToldInTheWordsOfSync(t *testing.T) {
	for text, misuse := range map[string]func(co aio.Context){
		"sync: negative WaitGroup counter":  func(aio.Context) { new(aio.WaitGroup).Done() },
		"sync: unlock of unlocked mutex":    func(aio.Context) { new(aio.Mutex).Unlock() },
		"sync: Unlock of unlocked RWMutex":  func(aio.Context) { new(aio.RWMutex).Unlock() },
		"sync: RUnlock of unlocked RWMutex": func(aio.Context) { new(aio.RWMutex).RUnlock() },
		"errgroup: modify limit while 1 goroutines in the group are still active": func(co aio.Context) {
			g, gc := aio.NewGroup(co)
			release := make(chan struct{})
			defer func() { _ = g.Wait(co) }()
			defer close(release)
			g.Go(gc, func(co aio.Context) error { aio.Recv(co, release); return nil })
			g.SetLimit(1)
		},
	} {
		t.Run(text, func(t *testing.T) {
			both(t, func(t *testing.T, co aio.Context) {
				defer func() { want(t, "panic", fmt.Sprint(recover()), text) }()
				misuse(co)
			})
		})
	}
}
