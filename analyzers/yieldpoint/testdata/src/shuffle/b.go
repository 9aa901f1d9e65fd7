package shuffle

import (
	"sync"
	"time"
)

var second = func() int { time.Sleep(1); return 1 }()

func init() { time.Sleep(1) }

func pong(n int) {
	ping(n - 1)
	peng(n)
	func() { func() { <-make(chan int) }() }()
}

type U struct{ mu sync.Mutex }

func (u *U) Put(n int) { u.mu.Lock(); time.Sleep(1) }

func (t *T) wait() { <-t.ch; tie(viaA, func() { viaB() }) }

func viaA() { time.Sleep(1) }
