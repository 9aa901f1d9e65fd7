package rule

import "go/types"

// Offload makes the go statement start its function beside the loop: prefix,
// which ends where the function has to stand, the function without a task,
// suffix. result is the literal's result type, or "".
func (e *Editor) Offload(s *Start, prefix, result, suffix string) {
	e.emitBindings(s)
	switch {
	case s.Lit != nil:
		if result != "" {
			result += " "
		}
		e.Supersede(s.Stmt.Pos(), s.Lit.Body.Lbrace, prefix+"func() "+result)
		e.nameParams(s)
		e.Supersede(s.Lit.End(), s.Stmt.End(), suffix)
	case e.isProcedure(s):
		e.Replace(s.Stmt.Pos(), s.Call.Pos(), prefix)
		e.Supersede(s.Call.Lparen, s.Stmt.End(), suffix)
	default:
		e.Replace(s.Stmt.Pos(), s.Call.Pos(), prefix+"func() { ")
		e.Insert(s.Stmt.End(), " }"+suffix)
	}
	if s.ownBlock() {
		e.Insert(s.Stmt.End(), "\n}")
	}
}

// isProcedure reports whether the function of a call has neither parameters nor
// results, so that it can be handed over itself.
func (e *Editor) isProcedure(s *Start) bool {
	f := e.File(s.Stmt)
	sig, ok := f.Info().TypeOf(s.Call.Fun).Underlying().(*types.Signature)
	return ok && sig.Params().Len() == 0 && sig.Results().Len() == 0 && !HasComments(f, s.Call.Lparen, s.Call.End())
}
