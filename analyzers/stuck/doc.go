// Package stuck defines an analyzer that finds goroutines that can never finish.
//
// # Analyzer stuck
//
// stuck: find goroutines that can never finish
//
// It reports a goroutine that sends on, receives from or ranges over a local
// channel when the function that started it can return without doing its part:
//
//   - the only receive is in a select of which another case returns;
//   - a return stands between the go statement and the receive, or in the loop that
//     receives what the goroutine sends in a loop;
//   - the goroutine ranges over a channel that nobody closes.
//
// The same holds with send or close in place of receive. Nobody else can reach
// the channel, so the goroutine and all that it holds stay for ever. The related
// information shows where the channel is made and the return that leaves the
// goroutine behind.
//
// Flagged:
//
//	ch := make(chan Reading)
//	go func() { ch <- m.Read() }()
//	select {
//	case r := <-ch:
//		return r, nil
//	case <-time.After(timeout):
//		return Reading{}, errTimeout // nobody receives from ch any more
//	}
//
// Accepted:
//
//	ch := make(chan Reading, 1) // the send always has room
//
// Not looked at: channels that are passed on, stored or returned; senders that
// have another way out by a select; sends on buffered channels; more senders than
// receives; a WaitGroup counted wrong; cycles of waits.
package stuck
