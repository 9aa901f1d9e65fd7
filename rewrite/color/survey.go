package color

import (
	"go/token"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
)

// Survey is what a program alone says about its signatures, whatever is
// proposed. It is taken once and serves every plan of a run.
type Survey struct {
	prog       *program.Program
	linked     map[string]bool                   // functions that linkname directives name
	reflects   bool                              // methods may be called by name
	frameworks map[string]bool                   // packages whose methods a framework looks for
	foreign    foreign                           // interfaces of other modules
	minds      map[*program.Func]bool            // functions that a facade would change
	api        map[token.Pos]bool                // types that other modules can get at
	through    map[*program.Func][]*program.Func // see throughForeign
	nils       map[token.Pos]bool                // context parameters that are nil at times

	// Closed are the packages that are nobody's API: what they export may
	// change its signature like anything else, as all callers are at hand.
	Closed map[string]bool
	// UsedBy names a package of another module of the workspace that uses a package of the
	// module, which is therefore not closed. It may be nil.
	UsedBy map[string]string
	// Outsider names a type of another module that the module puts behind an interface of
	// its own, by which it has the method of that name; "" if there is none. It may be nil.
	Outsider func(iface types.Type, method string) string
	// KeepBorders leaves the facades, entries and calls as they are that an
	// earlier port has put where code could not be edited.
	KeepBorders bool
}

// NewSurvey surveys a program. The files that must not be edited have to be
// known to it.
func NewSurvey(p *program.Program) *Survey {
	return &Survey{
		prog:       p,
		linked:     linkedNames(p),
		reflects:   callsByName(p),
		frameworks: frameworkPackages(p),
		foreign:    foreignInterfaces(p),
		minds:      findCallerMinds(p),
		api:        apiTypes(p),
		nils:       nilContexts(p),
	}
}

// exported says why a function of a package that others may call keeps its signature.
func (s *Survey) exported(pkgPath string) string {
	if by := s.UsedBy[pkgPath]; by != "" {
		return "exported, and used by " + by
	}
	return "exported"
}
