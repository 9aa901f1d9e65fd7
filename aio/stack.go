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
	var buf [40]byte
	return numberOf(buf[:runtime.Stack(buf[:], false)])
}

// numberOf returns the number in the header of a stack: "goroutine 42 [running]:".
func numberOf(stack []byte) uint64 {
	rest, ok := bytes.CutPrefix(stack, []byte("goroutine "))
	if !ok {
		return 0
	}
	digits, _, ok := bytes.Cut(rest, []byte(" "))
	if !ok {
		return 0
	}
	id, err := strconv.ParseUint(string(digits), 10, 64)
	if err != nil {
		return 0
	}
	return id
}
