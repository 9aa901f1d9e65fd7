package driver

import (
	"go/types"
	"sync"
	"sync/atomic"

	"github.com/asyncport/asyncport/internal/checker"
)

// state is what a run learns about a package.
type state struct {
	content map[string][]byte // of files that may change, until they are parsed
	key     hash              // of everything that the result depends on but facts
	result  atomic.Pointer[result]
	saved   *result // of the last run
	failed  bool    // an analyzer failed on it or on something it imports
	source  source

	typesMu sync.Mutex
	types   *types.Package // as importers see it

	factsOnce sync.Once
	facts     *factSet
	factData  []byte // encoded; nil if the cache has them
}

// source says where a result comes from.
type source uint8

const (
	notNeeded source = iota
	analyzed         // made in this run
	cached           // found in the cache
	known            // taken over from the last run without a look at the cache
)

// result is what is remembered of a package.
type result struct {
	// api identifies what importers can see of the package, but for positions;
	// typ is the part of it that matters to those who import it indirectly.
	api, typ hash
	// facts identifies the facts.
	facts hash
	// mentions are the import paths of the packages whose types appear in the
	// export data, all of them.
	mentions []string
	// reads are the IDs of the packages whose facts were looked at, and "*" if
	// those of all were; readHash identifies what was seen.
	reads    []string
	readHash hash
	// places are the IDs of the packages in whose files something related to a
	// finding is; placeHash identifies the files.
	places    []string
	placeHash hash

	findings  []checker.Finding
	unseen    []checker.Unseen
	generated []string // base names of the files that say so
}
