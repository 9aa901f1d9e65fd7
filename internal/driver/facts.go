package driver

import (
	"bytes"
	"cmp"
	"encoding/gob"
	"fmt"
	"go/types"
	"reflect"
	"slices"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/objectpath"
)

// A factSet holds the facts about one package and its objects that others may
// ask for.
type factSet struct {
	pkg map[reflect.Type]analysis.Fact
	// objects are by path until somebody asks for one: finding them takes the
	// package's types.
	byPath  []writtenFact
	once    sync.Once
	objects map[objectFact]analysis.Fact
}

type objectFact struct {
	obj types.Object
	typ reflect.Type
}

// writtenFact is a fact as the cache holds it. Object is empty for a fact
// about the package.
type writtenFact struct {
	Object objectpath.Path
	Fact   analysis.Fact
}

// encodeFacts writes facts down; equal facts give equal bytes. Those about
// objects that other packages cannot name are left out.
func encodeFacts(pkg map[reflect.Type]analysis.Fact, objects map[objectFact]analysis.Fact) ([]byte, error) {
	var list []writtenFact
	for _, fact := range pkg {
		list = append(list, writtenFact{Fact: fact})
	}
	paths := new(objectpath.Encoder)
	for key, fact := range objects {
		if path, err := paths.For(key.obj); err == nil {
			list = append(list, writtenFact{path, fact})
		}
	}
	if list == nil {
		return nil, nil
	}
	slices.SortFunc(list, func(a, b writtenFact) int {
		return cmp.Or(cmp.Compare(a.Object, b.Object),
			cmp.Compare(reflect.TypeOf(a.Fact).String(), reflect.TypeOf(b.Fact).String()))
	})
	var buf bytes.Buffer
	if err := gob.NewEncoder(&buf).Encode(list); err != nil {
		return nil, fmt.Errorf("writing facts: %w", err)
	}
	return buf.Bytes(), nil
}

func decodeFacts(data []byte) (*factSet, error) {
	set := &factSet{pkg: make(map[reflect.Type]analysis.Fact)}
	if len(data) == 0 {
		return set, nil
	}
	var list []writtenFact
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&list); err != nil {
		return nil, err
	}
	for _, f := range list {
		if f.Object == "" {
			set.pkg[reflect.TypeOf(f.Fact)] = f.Fact
		} else {
			set.byPath = append(set.byPath, f)
		}
	}
	return set, nil
}

// object returns the fact of that type about obj, which belongs to pkg.
func (s *factSet) object(pkg *types.Package, key objectFact) analysis.Fact {
	s.once.Do(func() {
		s.objects = make(map[objectFact]analysis.Fact, len(s.byPath))
		for _, f := range s.byPath {
			if obj, err := objectpath.Object(pkg, f.Object); err == nil {
				s.objects[objectFact{obj, reflect.TypeOf(f.Fact)}] = f.Fact
			}
		}
	})
	return s.objects[key]
}

// copyFact stores the value of fact in ptr and reports whether there is one.
func copyFact(ptr, fact analysis.Fact) bool {
	if fact == nil {
		return false
	}
	reflect.ValueOf(ptr).Elem().Set(reflect.ValueOf(fact).Elem())
	return true
}

// registerFacts makes the fact types known to gob.
func registerFacts(as []*analysis.Analyzer) {
	for _, a := range as {
		for _, f := range a.FactTypes {
			gob.Register(f)
		}
	}
}
