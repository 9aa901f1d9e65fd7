package bench

import (
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// mark is what both policies do to a plain operation. The limit of a mark holds for the policy that only marks.
func mark(limit Limit, do body) []Side {
	return []Side{under(aio.Goroutines, limit, do), under(aio.Serial, Limit{}, do)}
}

// channelRows operate on channels that are ready.
func channelRows() []Row {
	return []Row{
		{Name: "mark/Recv", Base: plain("<-ch", plainRecv), Ours: mark(Free(5), markRecv), Headline: true},
		{Name: "mark/RecvOK", Base: plain("v, ok := <-ch", plainRecvOK), Ours: mark(Free(5), markRecvOK)},
		{Name: "mark/Send", Base: plain("ch <- v", plainRecv), Ours: mark(Free(5), markSend), Headline: true},
		{Name: "mark/Range", Base: plain("for range ch", plainRange), Ours: mark(Free(5), markRange)},
	}
}

func plainRecv(b *testing.B) error {
	ch := make(chan int, 1)
	sum := 0
	for i := range b.N {
		ch <- i & 1
		sum += <-ch
	}
	return check(sum, odd(b.N))
}

func markRecv(b *testing.B, co aio.Context) error {
	ch := make(chan int, 1)
	sum := 0
	for i := range b.N {
		ch <- i & 1
		sum += aio.Recv(co, ch)
	}
	return check(sum, odd(b.N))
}

func markSend(b *testing.B, co aio.Context) error {
	ch := make(chan int, 1)
	sum := 0
	for i := range b.N {
		aio.Send(co, ch, i&1)
		sum += <-ch
	}
	return check(sum, odd(b.N))
}

func plainRecvOK(b *testing.B) error {
	ch := make(chan int, 1)
	sum := 0
	for i := range b.N {
		ch <- i & 1
		if v, ok := <-ch; ok {
			sum += v
		}
	}
	return check(sum, odd(b.N))
}

func markRecvOK(b *testing.B, co aio.Context) error {
	ch := make(chan int, 1)
	sum := 0
	for i := range b.N {
		ch <- i & 1
		if v, ok := aio.RecvOK(co, ch); ok {
			sum += v
		}
	}
	return check(sum, odd(b.N))
}

// chunk is how many elements a loop over a channel finds; making the channel then costs next to nothing for each.
const chunk = 1024

// filled returns a closed channel with n ones.
func filled(n int) chan int {
	ch := make(chan int, n)
	for range n {
		ch <- 1
	}
	close(ch)
	return ch
}

func plainRange(b *testing.B) error {
	sum := 0
	for left := b.N; left > 0; left -= chunk {
		for v := range filled(min(left, chunk)) {
			sum += v
		}
	}
	return check(sum, b.N)
}

func markRange(b *testing.B, co aio.Context) error {
	sum := 0
	for left := b.N; left > 0; left -= chunk {
		for v := range aio.Range(co, filled(min(left, chunk))) {
			sum += v
		}
	}
	return check(sum, b.N)
}
