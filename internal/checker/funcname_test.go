package checker_test

import (
	"bytes"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/internal/checker"
)

// names prints, for each marked line, the line and the name that the runtime
// gives to the function it stands in.
const names = `
-- go.mod --
module example.com/names

go 1.24
-- lib.v2/lib.go --
package lib

import (
	"fmt"
	"runtime"
)

func Mark() {
	pc, _, line, _ := runtime.Caller(1)
	fmt.Println(line, runtime.FuncForPC(pc).Name())
}
func F() {
	pc, _, line, _ := runtime.Caller(0)
	fmt.Println(line, runtime.FuncForPC(pc).Name())
}
-- main.go --
package main

import lib "example.com/names/lib.v2"

type T struct{}

func (T) Value()    { lib.Mark() }
func (*T) Pointer() { lib.Mark() }

type G[K any] struct{}

func (*G[K]) Method() { lib.Mark() }

func generic[K any]() { lib.Mark() }

func main() {
	lib.Mark()
	T{}.Value()
	(&T{}).Pointer()
	(&G[int]{}).Method()
	generic[int]()
	func() {
		lib.Mark()
	}()
	func() {
		func() {
			lib.Mark()
		}()
		func() {
			func() {
				lib.Mark()
			}()
			lib.Mark()
		}()
	}()
	defer func() {
		lib.Mark()
	}()
	lib.F()
}
`

// TestEnclosingFunc asks the runtime of a running program.
func TestEnclosingFunc(t *testing.T) {
	m := loadArchive(t, names)
	cmd := exec.Command("go", "run", "-gcflags=all=-l", ".")
	cmd.Dir = m.Dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	lines := bytes.Fields(out)
	if len(lines) != 2*11 {
		t.Fatalf("the program printed\n%s", out)
	}
	for i := 0; i < len(lines); i += 2 {
		line, _ := strconv.Atoi(string(lines[i]))
		want := string(lines[i+1])
		pkg := m.Packages[0]
		if strings.Contains(want, "lib%2ev2") {
			pkg = m.Packages[1]
		}
		file := pkg.Fset.File(pkg.Syntax[0].Package)
		pos := file.LineStart(line+1) - 2 // the end of the line
		if got := checker.EnclosingFunc(pkg, pos-1); got != want {
			t.Errorf("line %d: %q, want %q", line, got, want)
		}
	}
}
