package tested

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
)

var errEnd = errors.New("end")

// How many lines there are is not known: the reader says by an error that there are no more.
func TestLines(t *testing.T) {
	r := bufio.NewReader(strings.NewReader("a\nb\n"))
	flushed := make(chan struct{}, 3)
	for {
		_, err := r.ReadString('\n')
		if err == io.EOF || err == errEnd {
			break
		}
		flushed <- struct{}{}
	}
}

// Each line is answered by one send, whatever the reader says.
func TestLinesUnanswered(t *testing.T) {
	r := bufio.NewReader(strings.NewReader("a\nb\n"))
	flushed := make(chan struct{})
	if _, err := r.ReadString('\n'); err == nil {
		flushed <- struct{}{} // want `goroutine may wait for ever in this send on flushed: nobody is left who could receive`
	}
}

func over(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return true
	default:
		return false
	}
}

// Whether the context has ended is not known.
func TestUnlessOver(t *testing.T) {
	answers := make(chan int, 1)
	if !over(t.Context()) {
		answers <- 1
	}
	<-answers
}
