package scoreboard

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
)

// Board counts how many cases of a set came out as their labels say. The zero
// value is empty. It is not safe for concurrent use.
type Board struct {
	tuned, heldOut half
}

type half struct {
	hits   int
	misses []string
}

// Tuned reports whether the case of that name is in the half whose misses
// may be looked at.
func Tuned(name string) bool {
	h := fnv.New32a()
	h.Write([]byte(name))
	return h.Sum32()%2 == 0
}

// Add counts a case. The name must not change from run to run; detail says
// what was expected and what came.
func (b *Board) Add(name string, ok bool, detail string) {
	h := &b.heldOut
	if Tuned(name) {
		h = &b.tuned
	}
	if ok {
		h.hits++
	} else {
		h.misses = append(h.misses, name+": "+detail)
	}
}

// Hits returns the number of cases that came out right, and of all.
func (b *Board) Hits() (hits, all int) {
	hits = b.tuned.hits + b.heldOut.hits
	return hits, hits + len(b.tuned.misses) + len(b.heldOut.misses)
}

// Share returns the share of all cases that came out right, from 0 to 1; 1 when
// there are none.
func (b *Board) Share() float64 {
	hits, all := b.Hits()
	return share(hits, all)
}

// String returns the score of both halves, and the misses of the tuned one.
func (b *Board) String() string {
	var s strings.Builder
	hits, all := b.Hits()
	fmt.Fprintf(&s, "%s; tuned half %s, held out %s\n", score(hits, all),
		score(b.tuned.hits, b.tuned.hits+len(b.tuned.misses)),
		score(b.heldOut.hits, b.heldOut.hits+len(b.heldOut.misses)))
	slices.Sort(b.tuned.misses)
	for _, m := range b.tuned.misses {
		fmt.Fprintf(&s, "\t%s\n", m)
	}
	return s.String()
}

func score(hits, all int) string {
	return fmt.Sprintf("%d of %d (%.0f %%)", hits, all, 100*share(hits, all))
}

func share(hits, all int) float64 {
	if all == 0 {
		return 1
	}
	return float64(hits) / float64(all)
}
