package aio

import (
	"bytes"
	"runtime"
	"strconv"
)

// maxStacks bounds the memory that the stacks of all goroutines may take. What does not fit is left out.
const maxStacks = 64 << 20

// stacks returns the stacks of all goroutines by their number.
func stacks() map[uint64]string {
	buf := make([]byte, 64<<10)
	n := runtime.Stack(buf, true)
	for n == len(buf) && n < maxStacks {
		buf = make([]byte, 4*len(buf))
		n = runtime.Stack(buf, true)
	}
	all := map[uint64]string{}
	for _, one := range bytes.Split(buf[:n], []byte("\n\n")) {
		if id := numberOf(one); id != 0 {
			all[id] = string(bytes.TrimRight(one, "\n")) + "\n"
		}
	}
	return all
}

// goroutineID returns the number of the calling goroutine. There is no other way to tell two goroutines apart than to look
// at the header of a stack; it is used on slow paths only.
func goroutineID() uint64 {
	id, _ := goroutineAndBubble()
	return id
}

// goroutineAndBubble returns the number of the calling goroutine, and that of the bubble of testing/synctest in which it
// is, or 0.
func goroutineAndBubble() (id, bubble uint64) {
	var buf [96]byte
	header := buf[:runtime.Stack(buf[:], false)]
	return numberOf(header), bubbleOf(header)
}

// numberOf returns the number in the header of a stack: "goroutine 42 [running]:".
func numberOf(stack []byte) uint64 {
	rest, ok := bytes.CutPrefix(stack, []byte("goroutine "))
	if !ok {
		return 0
	}
	return leadingNumber(rest, " ")
}

// bubbleOf returns the number of the bubble in the header of a stack, "goroutine 42 [running, synctest bubble 7]:", or 0.
func bubbleOf(header []byte) uint64 {
	_, rest, ok := bytes.Cut(header, []byte(", synctest bubble "))
	if !ok {
		return 0
	}
	return leadingNumber(rest, "]")
}

// leadingNumber returns the number that text begins with, if end stands behind it, else 0.
func leadingNumber(text []byte, end string) uint64 {
	digits, _, ok := bytes.Cut(text, []byte(end))
	if !ok {
		return 0
	}
	n, err := strconv.ParseUint(string(digits), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
