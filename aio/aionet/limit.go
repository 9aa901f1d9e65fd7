package aionet

import (
	"bufio"
	"errors"
	"fmt"
	"net"
)

// DefaultLimit is how many bytes a line may have when WithLimit says nothing else.
const DefaultLimit = 64 << 10

// ErrServerClosed is the cause of the cancellation of a handler by CloseClients, and the error of Serve on a Server that
// was closed before.
var ErrServerClosed = errors.New("aionet: server is closed")

// LimitError says that a line, or what ReadExactly was asked for, is longer than the limit of the Stream. It is a
// bufio.ErrTooLong for errors.Is.
type LimitError struct {
	Limit int // of the Stream, in bytes
	Asked int // what ReadExactly was asked for; 0 for a line
}

// Error says the limit and how to raise it.
func (e *LimitError) Error() string {
	if e.Asked > 0 {
		return fmt.Sprintf("aionet: %d bytes are over the limit of %d bytes; use ReadFull or WithLimit", e.Asked, e.Limit)
	}
	return fmt.Sprintf("aionet: line is over the limit of %d bytes; WithLimit sets another one", e.Limit)
}

// Unwrap returns bufio.ErrTooLong, the error of a bufio.Scanner for the same.
func (e *LimitError) Unwrap() error { return bufio.ErrTooLong }

// isTimeout reports whether err says that a deadline expired: the operation can be repeated.
func isTimeout(err error) bool {
	var t net.Error
	return errors.As(err, &t) && t.Timeout()
}
