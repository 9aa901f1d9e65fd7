package progen

import (
	"fmt"
	"regexp"
	"strings"
)

// Variant is what a program is written for and how it is ported.
type Variant struct {
	Go    string // the go directive of its module
	API   string // what becomes of exported functions: "keep" or "break"
	Split bool   // all but main is a package of its own
	Level string // of the port: "mark" or "lift"
}

// The kinds take turns: some are for old languages, in which the iterations of a
// loop share a variable, some for exported functions.
var variants = []Variant{
	{"1.24", "keep", false, "mark"},
	{"1.13", "keep", false, "mark"},
	{"1.24", "keep", true, "mark"},
	{"1.21", "keep", false, "mark"},
	{"1.24", "break", true, "mark"},
	{"1.18", "keep", true, "mark"},
	{"1.24", "keep", false, "lift"},
	{"1.13", "break", true, "mark"},
}

// VariantOf returns the variant of a seed. Neighbours share one, and so a
// module.
func VariantOf(seed uint64) Variant {
	return variants[seed/20%uint64(len(variants))]
}

// since reports whether the program may use what Go 1.minor brought.
func (g *gen) since(minor int) bool {
	var own int
	fmt.Sscanf(g.v.Go, "1.%d", &own)
	return own >= minor
}

// own gives each iteration a variable of its own where goroutines outlive it.
func (g *gen) own(name string) {
	if !g.since(22) {
		g.p("%s := %s", name, name)
	}
}

var rangeOverInt = regexp.MustCompile(`for (?:(\w+) := )?range (\d+) \{`)

// downgrade says in an old language what was written in the newest.
func (g *gen) downgrade(text string) string {
	if !g.since(22) {
		text = rangeOverInt.ReplaceAllStringFunc(text, func(head string) string {
			part := rangeOverInt.FindStringSubmatch(head)
			name := part[1]
			if name == "" {
				name = g.fresh("k")
			}
			return fmt.Sprintf("for %s := 0; %s < %s; %s++ {", name, name, part[2], name)
		})
	}
	if !g.since(18) {
		text = strings.NewReplacer("trace.Ch(", "trace.ChInt(", "any(", "interface{}(", "]any{", "]interface{}{").Replace(text)
	}
	if !g.since(21) {
		text = strings.ReplaceAll(text, "slices.Sort(", "sort.Ints(")
	}
	return text
}
