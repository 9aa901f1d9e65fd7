// Package ops holds each primitive operation on its own.
package ops

import (
	"context"
	"os/exec"
	"sync"
	"time"
)

func send(ch chan int) { ch <- 1 } // want `^send: chan channel send$`

func receive(ch chan int) int { return <-ch } // want `^receive: chan channel receive$`

func ranges(ch chan int) { // want `^ranges: chan range over channel$`
	for range ch {
	}
}

func waits(a, b chan int) { // want `^waits: select select$`
	select {
	case <-a:
	case b <- 1:
	}
}

func forever() { select {} } // want `^forever: select select$`

func polls(a chan int) bool {
	select {
	case <-a:
		return true
	default:
		return false
	}
}

// The operand of a clause is computed before the select decides.
func operands(a chan chan int) { // want `^operands: chan channel receive$`
	select {
	case <-<-a:
	default:
	}
}

func clauseBody(a chan int) { // want `^clauseBody: sleep time.Sleep$`
	select {
	case <-a:
		time.Sleep(1)
	default:
	}
}

func sleeps() { time.Sleep(1) } // want `^sleeps: sleep time.Sleep$`

func timers(t *time.Timer) { // want `^timers: sleep receive from time.Timer.C$`
	<-t.C
}

func after() { <-time.After(1) } // want `^after: sleep receive from time.After$`

func done(ctx context.Context) error { // want `^done: chan channel receive$`
	<-ctx.Done()
	return ctx.Err()
}

func waitGroup(wg *sync.WaitGroup) { wg.Wait() } // want `^waitGroup: wait sync.\(\*WaitGroup\).Wait$`

type guarded struct {
	sync.Mutex
	n int
}

func (g *guarded) add() { // want `^add: lock sync.\(\*Mutex\).Lock$`
	g.Lock()
	defer g.Unlock()
	g.n++
}

func runs() error { return exec.Command("true").Run() } // want `^runs: process os/exec.\(\*Cmd\).Run$`

func spawns(ch chan int) { // want `^spawns: spawns$`
	go func() { ch <- 1 }()
	go receive(ch)
}

// The arguments of a go statement are evaluated by the spawner.
func spawnArgument(ch chan int) { // want `^spawnArgument: chan channel receive; spawns$`
	go print(<-ch)
}

func closes(ch chan int) { close(ch) }

func deferred(ch chan int) { // want `^deferred: chan ops.receive -> channel receive$`
	defer receive(ch)
}

// A select with one case is the operation of that case.
func onlyReceive(ch chan int) { // want `^onlyReceive: chan channel receive$`
	select {
	case <-ch:
	}
}

func onlySend(ch chan int) { // want `^onlySend: chan channel send$`
	select {
	case ch <- 1:
	}
}

func tries(mu *sync.Mutex, rw *sync.RWMutex) bool {
	return mu.TryLock() || rw.TryRLock() || rw.TryLock()
}
