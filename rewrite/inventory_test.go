package rewrite

import (
	"go/token"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/tools/txtar"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/rewrite/runtime"
)

// inventoried has a command over a package, whose external test imports a third;
// both use the runtime.
const inventoried = `
-- go.mod --
module example.com/m

go 1.24
-- main.go --
package main

import (
	"example.com/m/internal/aio"
	"example.com/m/store"
)

func main() {
	_ = aio.Serial
	store.Load()
	store.Load()
	store.Get(nil)
	store.Quick()
	go store.Load()
}
-- store/store.go --
package store

import (
	"net/http"
	"sync"

	"example.com/m/internal/aio"
)

var mu sync.Mutex

func Load() { load() }

func load() {
	http.Get("http://example.com")
}

func Get(co aio.Context) { Load() }

func Quick() {
	mu.Lock()
	mu.Unlock()
}
-- store/store_test.go --
package store_test

import (
	"testing"

	"example.com/m/kit"
	"example.com/m/store"
)

func TestLoad(t *testing.T) {
	kit.Do()
	store.Load()
}
-- kit/kit.go --
package kit

func Do() {}
`

func TestInventory(t *testing.T) {
	files := map[string]string{}
	for _, f := range txtar.Parse([]byte(inventoried)).Files {
		files[f.Name] = string(f.Data)
	}
	runtimeFiles, err := runtime.Files("1.24")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range runtimeFiles {
		files[name] = string(data)
	}
	res, err := Run(t.Context(), Options{Dir: tree(t, files)})
	if err != nil {
		t.Fatal(err)
	}
	for i := range res.Inventory {
		for k := range res.Inventory[i].Hidden {
			res.Inventory[i].Hidden[k].Pos.Offset = 0
		}
	}
	const store = "example.com/m/store"
	load := yieldpoint.Hop{Pos: "store.go:12", What: store + ".load", Callee: store + ".load"}
	get := yieldpoint.Hop{Pos: "store.go:15", What: "net/http.Get"}
	at := func(file string, line, column int) token.Position {
		return token.Position{Filename: file, Line: line, Column: column}
	}
	want := []Inventory{
		{
			Path: "example.com/m", Main: true, Lines: 15, Imports: []string{store}, Yields: map[catalog.Kind]int{},
			Explicit: true, Serial: true,
			// Not Get, which is handed a task, not Quick, whose lock waits for
			// nobody in particular, and not the goroutine.
			Hidden: []HiddenYield{
				{Callee: store + ".Load", Kind: catalog.Net, Calls: 2, Pos: at("main.go", 10, 2), Func: "main.main", Chain: []yieldpoint.Hop{load, get}},
			},
		},
		{Path: "example.com/m/kit", Lines: 3, Yields: map[catalog.Kind]int{}},
		{
			Path: store, Lines: 23, TestLines: 13, TestImports: []string{"example.com/m/kit"}, Explicit: true,
			Yields: map[catalog.Kind]int{catalog.Net: 1, catalog.Lock: 1},
			Hidden: []HiddenYield{
				{Callee: store + ".Load", Kind: catalog.Net, Calls: 1, Pos: at("store/store.go", 18, 28), Func: store + ".Get", Chain: []yieldpoint.Hop{load, get}},
				{Callee: store + ".load", Kind: catalog.Net, Calls: 1, Pos: at("store/store.go", 12, 15), Func: store + ".Load", Chain: []yieldpoint.Hop{get}},
			},
		},
	}
	if diff := cmp.Diff(want, res.Inventory, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("inventory (-want +got):\n%s", diff)
	}
}
