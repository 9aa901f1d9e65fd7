package bench

import (
	"runtime"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// switchRows go from one task to another and back.
func switchRows() []Row {
	return []Row{
		{
			Name: "switch/Yield", Base: plain("2 unbuffered channels", plainPingPong),
			Ours: []Side{under(aio.Serial, Times(1), yieldThereAndBack)}, Headline: true,
		},
		{Name: "switch/Queue", Base: plain("2 unbuffered channels", plainPingPong), Ours: both(Times(1), queuePingPong), Headline: true},
		{Name: "switch/Future", Base: plain("2 new channels", plainOneShot), Ours: both(Times(1), futurePingPong), Headline: true},
		{
			Name: "switch/Send+Recv", Base: plain("2 unbuffered channels", plainPingPong),
			Ours: []Side{
				under(aio.Goroutines, Free(4*5), channelPingPong), // four marks lie on the way there and back
				under(aio.Serial, Limit{}, channelPingPong),
			},
		},
		{
			Name: "switch/alone", Base: plain("Gosched", plainGosched),
			Ours: []Side{under(aio.Goroutines, Free(5), yieldAlone), under(aio.Serial, Limit{}, yieldAlone)},
		},
	}
}

func plainPingPong(b *testing.B) error {
	ping, pong := make(chan int), make(chan int)
	go func() {
		for v := range ping {
			pong <- v
		}
	}()
	sum := 0
	for i := range b.N {
		ping <- i & 1
		sum += <-pong
	}
	close(ping)
	return check(sum, odd(b.N))
}

func channelPingPong(b *testing.B, co aio.Context) error {
	ping, pong := make(chan int), make(chan int)
	aio.Spawn(co, func(co aio.Context) {
		for v := range aio.Range(co, ping) {
			aio.Send(co, pong, v)
		}
	})
	sum := 0
	for i := range b.N {
		aio.Send(co, ping, i&1)
		sum += aio.Recv(co, pong)
	}
	close(ping)
	return check(sum, odd(b.N))
}

// yieldThereAndBack counts in two tasks that take turns.
func yieldThereAndBack(b *testing.B, co aio.Context) error {
	turns, stop := 0, false
	other := aio.GoValue(co, func(co aio.Context) int {
		n := 0
		for !stop {
			n++
			aio.Yield(co)
		}
		return n
	})
	aio.Yield(co) // the other begins
	for range b.N {
		turns++
		aio.Yield(co)
	}
	stop = true
	return check(other.Value(co), turns+1)
}

func queuePingPong(b *testing.B, co aio.Context) error {
	ping, pong := aio.NewQueue[int](0), aio.NewQueue[int](0)
	echo := aio.Go(co, func(co aio.Context) (int, error) {
		for {
			v, err := ping.Get(co)
			if err != nil || v < 0 {
				return 0, err
			}
			if err := pong.Put(co, v); err != nil {
				return 0, err
			}
		}
	})
	sum := 0
	for i := range b.N {
		if err := ping.Put(co, i&1); err != nil {
			return err
		}
		v, err := pong.Get(co)
		if err != nil {
			return err
		}
		sum += v
	}
	if err := ping.Put(co, -1); err != nil {
		return err
	}
	if _, err := echo.Await(co); err != nil {
		return err
	}
	return check(sum, odd(b.N))
}

// letter is a value and the way to send back the next one.
type letter struct {
	v     int
	reply chan letter
}

// plainOneShot makes a channel for each hand-over.
func plainOneShot(b *testing.B) error {
	out := make(chan letter, 1)
	go func(in chan letter) {
		for {
			l := <-in
			if l.reply == nil {
				return
			}
			in = make(chan letter, 1)
			l.reply <- letter{l.v, in}
		}
	}(out)
	sum := 0
	for i := range b.N {
		in := make(chan letter, 1)
		out <- letter{i & 1, in}
		l := <-in
		sum += l.v
		out = l.reply
	}
	out <- letter{}
	return check(sum, odd(b.N))
}

// promise is a value and the way to resolve the future that the other waits for next.
type promise struct {
	v     int
	reply *aio.Resolver[promise]
}

// futurePingPong makes a future for each hand-over.
func futurePingPong(b *testing.B, co aio.Context) error {
	first, out := aio.NewFuture[promise]()
	echo := aio.Go(co, func(co aio.Context) (int, error) {
		in := first
		for {
			p, err := in.Await(co)
			if err != nil || p.reply == nil {
				return 0, err
			}
			var back *aio.Resolver[promise]
			in, back = aio.NewFuture[promise]()
			if err := p.reply.Resolve(promise{p.v, back}); err != nil {
				return 0, err
			}
		}
	})
	sum := 0
	for i := range b.N {
		in, back := aio.NewFuture[promise]()
		if err := out.Resolve(promise{i & 1, back}); err != nil {
			return err
		}
		p, err := in.Await(co)
		if err != nil {
			return err
		}
		sum += p.v
		out = p.reply
	}
	if err := out.Resolve(promise{}); err != nil {
		return err
	}
	if _, err := echo.Await(co); err != nil {
		return err
	}
	return check(sum, odd(b.N))
}

func plainGosched(b *testing.B) error {
	for range b.N {
		runtime.Gosched()
	}
	return nil
}

func yieldAlone(b *testing.B, co aio.Context) error {
	for range b.N {
		aio.Yield(co)
	}
	return nil
}
