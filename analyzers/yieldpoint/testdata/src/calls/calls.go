// Package calls holds chains, cycles and ties.
package calls

import (
	"net"
	"sync"
	"time"
)

func one() { two() } // want `^one: sleep calls.two -> calls.three -> time.Sleep$`

func two() { three() } // want `^two: sleep calls.three -> time.Sleep$`

func three() { time.Sleep(1) } // want `^three: sleep time.Sleep$`

// The shortest chain wins over the first.
func shortest() { // want `^shortest: sleep calls.three -> time.Sleep$`
	one()
	three()
}

// Of two chains of the same length the first wins.
func tie(wg, other *sync.WaitGroup) { // want `^tie: wait calls.joinB -> sync.\(\*WaitGroup\).Wait$`
	joinB(wg)
	joinA(other)
}

func joinA(wg *sync.WaitGroup) { wg.Wait() } // want `^joinA: wait sync.\(\*WaitGroup\).Wait$`
func joinB(wg *sync.WaitGroup) { wg.Wait() } // want `^joinB: wait sync.\(\*WaitGroup\).Wait$`

func even(n int, ch chan int) bool { // want `^even: chan calls.odd -> channel receive$`
	return n == 0 || odd(n-1, ch)
}

func odd(n int, ch chan int) bool { // want `^odd: chan channel receive$`
	if n == 0 {
		return <-ch == 1
	}
	return even(n-1, ch)
}

func quietLoop(n int) {
	if n > 0 {
		quietRest(n - 1)
	}
}

func quietRest(n int) { quietLoop(n) }

// Several kinds have one witness each, the most telling kind first.
func several(c net.Conn, mu *sync.Mutex) { // want `^several: net net.Conn.Read; sleep calls.three -> time.Sleep; lock sync.\(\*Mutex\).Lock$`
	mu.Lock()
	defer mu.Unlock()
	three()
	c.Read(nil)
}

type server struct{ conn net.Conn }

func (s *server) read() { s.conn.Read(nil) } // want `^read: net net.Conn.Read$`

func (s server) byValue() { s.read() } // want `^byValue: net calls.\(\*server\).read -> net.Conn.Read$`

type outer struct{ *server }

func promoted(o outer) { o.read() } // want `^promoted: net calls.\(\*server\).read -> net.Conn.Read$`

func conversions(x int) float64 { return float64(len("x") + x) }
