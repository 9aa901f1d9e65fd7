package stall_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/asyncport/asyncport/rewrite"
	"github.com/asyncport/asyncport/rewrite/runtime"
)

const head = `package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"net"
	"os"
	"os/exec"
	"sync"
	"syscall"

	"example.com/m/internal/aio"
)

var (
	_ = bufio.NewReader
	_ = bytes.NewReader
	_ = io.Copy
	_ = net.Dial
	_ = context.Background
	_ = os.Pipe
	_ = fmt.Scan
	_ = exec.Command
	_ = syscall.Flock
	_ iter.Seq[int]
	_ sync.Mutex
)

func enter() {
	co, leave := aio.Enter(context.Background())
	defer leave()
	aio.Yield(co)
}

func plain() {}

`

// TestFind looks through ported programs, each with one place at which the loop may
// stand still, or with none.
func TestFind(t *testing.T) {
	const guard = "type callback func()\nfunc guard(f callback) callback { var mu sync.Mutex; return func() { mu.Lock(); defer mu.Unlock(); f() } }\n"
	const hold = "func hold(co aio.Context, l sync.Locker) { l.Lock(); defer l.Unlock(); aio.Yield(co) }\n"
	const all = "var mu sync.Mutex\nfunc all() iter.Seq[int] { return func(yield func(int) bool) { mu.Lock(); defer mu.Unlock(); yield(1) } }\n"
	const scan = "func scan(r io.Reader) { s := bufio.NewScanner(r); for s.Scan() { } }\n"
	const clocks = "type clock interface{ now() }\ntype test struct{}\nvar mu sync.Mutex\nfunc read(c clock) { mu.Lock(); defer mu.Unlock(); c.now() }\n"
	tests := []struct{ name, code, main, want string }{
		{"a lock over a function that yields", guard, `guard(enter)()`, "mu is held"},
		{"by way of a variable", guard, `f := enter; guard(f)()`, "mu is held"},
		{"by way of a conversion", guard, `guard(callback(enter))()`, "mu is held"},
		{"a lock over a function that does not", guard, `guard(plain)()`, ""},
		{"a lock over an interface's method that yields", clocks + "func (test) now() { enter() }\n", `read(test{})`, "mu is held"},
		{"a lock over an interface's method that does not", clocks + "func (test) now() {}\n", `read(test{})`, ""},
		{"a lock over nobody knows what", guard + "func Guarded(f callback) { guard(f)() }\n", ``, ""},
		{"a pipe in a task", "func read(co aio.Context, f *os.File) { _, _ = f.Read(nil); aio.Yield(co) }\n",
			`r, _, _ := pipe(); read(co, r)`, "may be a pipe"},
		{"a pipe that Call reads", "func read(co aio.Context, f *os.File) { aio.Call(co, func() { _, _ = f.Read(nil) }) }\n",
			`r, _, _ := pipe(); read(co, r)`, ""},
		{"a pipe on a goroutine", "func read(f *os.File) { _, _ = f.Read(nil) }\n", `r, _, _ := pipe(); go read(r)`, ""},
		{"a connection behind a reader", "func read(co aio.Context, r io.Reader) { _, _ = io.ReadAll(r); aio.Yield(co) }\n",
			`c, _ := net.Dial("tcp", "x"); read(co, c)`, "may be a net.Conn"},
		{"in a task that does not name itself", "func read(r io.Reader) { _, _ = io.ReadAll(r) }\n",
			`c, _ := net.Dial("tcp", "x"); aio.Spawn(co, func(_ aio.Context) { read(c) })`, "may be a net.Conn"},
		{"behind a buffer in a field", "type s struct{ r *bufio.Reader }\nfunc (s *s) read(co aio.Context) { _, _ = s.r.ReadByte(); aio.Yield(co) }\n",
			`c, _ := net.Dial("tcp", "x"); (&s{bufio.NewReader(c)}).read(co)`, "may be a net.Conn"},
		{"a connection behind a reader that Call reads", "func read(co aio.Context, r io.Reader) { aio.Call(co, func() { _, _ = io.ReadAll(r) }) }\n",
			`c, _ := net.Dial("tcp", "x"); read(co, c)`, ""},
		{"a connection behind a reader for a function that Call runs", "func read(r io.Reader) { _, _ = io.ReadAll(r) }\nfunc other(co aio.Context) { read(nil); aio.Yield(co) }\n",
			`c, _ := net.Dial("tcp", "x"); aio.Call(co, func() { read(c) }); other(co)`, ""},
		{"a buffer behind a reader", "func read(co aio.Context, r io.Reader) { _, _ = io.ReadAll(r); aio.Yield(co) }\n",
			`c, _ := net.Dial("tcp", "x"); _ = c; read(co, new(bytes.Buffer))`, ""},
		{"a connection that a goroutine reads", "func read(r io.Reader) { _, _ = io.ReadAll(r) }\n", `c, _ := net.Dial("tcp", "x"); go read(c)`, ""},
		{"a lock behind an interface", hold, `hold(co, new(sync.Mutex))`, "l is held"},
		{"one of several locks", "var mus [2]sync.Mutex\nfunc lock(co aio.Context, i int) { mus[i].Lock(); defer mus[i].Unlock(); aio.Yield(co) }\n", `lock(co, 1)`, "mus is held"},
		{"one of several locks, for a moment", "var mus [2]sync.Mutex\nfunc lock(i int) { mus[i].Lock(); defer mus[i].Unlock() }\n", `lock(1)`, ""},
		{"a lock over the body of a loop that yields", all, `for range all() { aio.Yield(co) }`, "mu is held while the body of a loop"},
		{"a lock over the body of a loop that does not", all, `for range all() { plain() }`, ""},
		{"the standard input behind a scanner", scan, `scan(os.Stdin)`, "the standard input"},
		{"the standard input itself", "", `_, _ = os.Stdin.Read(nil)`, "the standard input"},
		{"the standard input by fmt", "", `var n int; _, _ = fmt.Scanln(&n)`, "the standard input"},
		{"the standard input that Call reads", scan, `aio.Call(co, func() { scan(os.Stdin) })`, ""},
		{"the standard input that a goroutine reads", scan, `go scan(os.Stdin)`, ""},
		{"a file behind a scanner", scan, `f, _ := os.Open("x"); scan(f)`, ""},
		{"the output of a command", scan, `cmd := exec.Command("x"); out, _ := cmd.StdoutPipe(); scan(out)`, "the output of a command"},
		{"a lock of a file", "", `_ = syscall.Flock(1, syscall.LOCK_EX)`, "the lock of a file"},
		{"a lock of a file that is tried", "", `_ = syscall.Flock(1, syscall.LOCK_EX|syscall.LOCK_NB)`, ""},
		{"a file, and no pipe", "func read(co aio.Context, f *os.File) { _, _ = f.Read(nil); aio.Yield(co) }\n",
			`f, _ := os.Open("x"); read(co, f)`, ""},
	}
	dir := t.TempDir()
	tree := fstest.MapFS{"go.mod": {Data: []byte("module example.com/m\n\ngo 1.25\n")}}
	files, err := runtime.Files("1.25")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		tree[name] = &fstest.MapFile{Data: data}
	}
	for i, test := range tests {
		code := test.code
		if strings.Contains(test.main, "pipe()") {
			code += "func pipe() (r, w *os.File, err error) { return os.Pipe() }\n"
		}
		main := "\nfunc main() {\n\tco, leave := aio.Enter(context.Background())\n\tdefer leave()\n\t_ = co\n\t" + test.main + "\n}\n"
		tree[command(i)+"/main.go"] = &fstest.MapFile{Data: []byte(head + code + main)}
	}
	if err := os.CopyFS(dir, tree); err != nil {
		t.Fatal(err)
	}
	res, err := rewrite.Run(t.Context(), rewrite.Options{Dir: dir, Serial: true, Env: append(os.Environ(), "GOWORK=off")})
	if err != nil {
		t.Fatal(err)
	}
	for i, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, s := range res.Stalls {
				if strings.HasPrefix(s.Pos.Filename, command(i)+"/") {
					got = append(got, s.Message)
				}
			}
			if text := strings.Join(got, "; "); (text != "") != (test.want != "") || !strings.Contains(text, test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func command(i int) string { return fmt.Sprintf("cmd/c%d", i) }
