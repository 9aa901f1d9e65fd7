package aiodebug

import (
	"io"
	"os"
	"os/signal"
	"sync"

	"github.com/asyncport/asyncport/aio"
)

// DumpOnSignal writes the tasks of all loops to w, as aio.Dump does, each time the process gets one of the signals. From
// then on these signals do nothing else; what they did before they do again after stop. Several signals that come while a
// dump is being written make one more dump. Write errors are ignored.
//
// stop ends it, and returns when nothing will be written any more. It may be called more than once. DumpOnSignal panics
// when no signals are given, because package os/signal would take that for all signals.
func DumpOnSignal(w io.Writer, signals ...os.Signal) (stop func()) {
	if len(signals) == 0 {
		panic("aiodebug: DumpOnSignal called without signals; name at least one, for example syscall.SIGUSR1")
	}
	c := make(chan os.Signal, 1)
	signal.Notify(c, signals...)
	quit, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-c:
				aio.Dump(w)
			case <-quit:
				return
			}
		}
	}()
	return sync.OnceFunc(func() {
		signal.Stop(c)
		close(quit)
		<-ended
	})
}
